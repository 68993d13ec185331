package dev.liteio.demo;

import dev.liteio.demo.cluster.ClusterNode;
import dev.liteio.demo.cluster.ClusterUser;
import java.io.IOException;

/** Work in a Pod that has a volume at {@code /data}, by {@code kubectl exec}. */
final class PodShell {

  private static final String FILE = "/data/file";
  private static final int SLOTS = 32;
  private static final int SLOT_BYTES = 64 << 10;
  private static final int DEADLINE_SECONDS = 600;

  // what was acknowledged stands in /tmp, which is not on the volume
  private static final String WRITER =
      """
      i=0
      while [ ! -e /tmp/stop ]; do
        i=$((i + 1)); slot=$((i %% %d))
        head -c %d /dev/urandom > /tmp/block
        dd if=/tmp/block of=/data/slots/$slot bs=%2$d conv=fsync || exit 1
        sha256sum < /tmp/block > /tmp/slots/$slot
        echo $i > /tmp/progress
      done
      touch /tmp/ended
      """
          .formatted(SLOTS, SLOT_BYTES);

  private final ClusterUser user;
  private final String pod;
  private final ClusterNode node;

  PodShell(ClusterUser user, String pod, ClusterNode node) {
    this.user = user;
    this.pod = pod;
    this.node = node;
  }

  /** Writes a file of random bytes; answers their checksum. */
  String writeFile(int mebibytes) {
    return sum(
        user.exec(
            pod,
            "head -c %d /dev/urandom | tee %s | sha256sum && sync"
                .formatted((long) mebibytes << 20, FILE)));
  }

  /** Reads the file from the disk; answers its checksum. */
  String checksum() {
    forgetCaches();
    return sum(user.exec(pod, "sha256sum " + FILE));
  }

  private static String sum(String line) {
    return line.split(" ", 2)[0];
  }

  private void forgetCaches() {
    var _ = node.guest().sh("echo 3 > /proc/sys/vm/drop_caches");
  }

  /** The size of the file system in MiB. */
  int sizeMebibytes() {
    return Integer.parseInt(user.exec(pod, "df -m /data | tail -n 1 | awk '{print $2}'"));
  }

  /** Writes without end, keeping account of what was acknowledged. */
  void startWriting() {
    var _ =
        user.exec(
            pod,
            """
            mkdir -p /data/slots /tmp/slots; echo 0 > /tmp/progress
            cat > /tmp/writer <<'W'
            %sW
            sh /tmp/writer </dev/null >/tmp/writer.log 2>&1 &
            """
                .formatted(WRITER));
  }

  /** Waits until more writes are acknowledged than now. */
  void awaitProgress() throws IOException {
    await(
        "goal=$(($(cat /tmp/progress) + 10))",
        "now=$(cat /tmp/progress); [ ${now:-0} -ge $goal ]",
        "no write is acknowledged any more");
  }

  /**
   * Stops writing and compares all that was acknowledged last in each slot.
   *
   * @return how many of them are not there
   */
  long stopAndCountLost() throws IOException {
    await("touch /tmp/stop", "[ -e /tmp/ended ]", "the writer did not come to its end");
    forgetCaches();
    return Long.parseLong(
        user.exec(
            pod,
            """
            lost=0
            for slot in /tmp/slots/*; do
              sha256sum < /data/slots/${slot##*/} | cmp -s - $slot || lost=$((lost + 1))
            done
            echo $lost
            """));
  }

  /** How many bytes {@link #stopAndCountLost} compares. */
  long comparedBytes() {
    return (long) SLOTS * SLOT_BYTES;
  }

  private void await(String first, String condition, String otherwise) throws IOException {
    String said =
        user.exec(
            pod,
            """
            %s; left=%d
            until %s; do
              [ $((left -= 1)) -gt 0 ] || { echo late; tail /tmp/writer.log; exit; }
              sleep 1
            done
            """
                .formatted(first, DEADLINE_SECONDS, condition));
    if (!said.isEmpty()) {
      throw new IOException(
          "%s in Pod %s after %d s: %s".formatted(otherwise, pod, DEADLINE_SECONDS, said));
    }
  }
}
