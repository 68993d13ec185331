package dev.liteio.demo;

import csi.v1.NodeExpandVolumeRequest;
import csi.v1.NodeGrpc;
import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeStageVolumeRequest;
import csi.v1.NodeUnpublishVolumeRequest;
import csi.v1.NodeUnstageVolumeRequest;
import csi.v1.VolumeCapability;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.Endpoint;
import dev.liteio.demo.guest.Guest;
import dev.liteio.demo.guest.GuestCommand;
import dev.liteio.demo.guest.GuestConfig;
import dev.liteio.demo.guest.GuestKernel;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.PublishContext;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A consumer whose host is a Linux kernel: a guest with our node plugin and an ext4 file system.
 */
final class KernelConsumer implements Consumer {

  private static final String SOCKET = "/run/csi/csi.sock";
  private static final String STAGING = "/run/staging";
  private static final String TARGET = "/run/pod/volume";
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final long CALL_SECONDS = 100;
  private static final int SLOTS = 64;
  private static final int SLOT_KIB = 64;

  private final ApiServer api;
  private final Endpoint endpoint;
  private final Guest guest;
  private final ManagedChannel channel;
  private final VolumeCapability capability = CsiClient.fileSystem("ext4");
  private String volumeId = "";
  private String nqn = "";
  private String checksum = "";
  private long compared;
  private long fileBytes;
  private @Nullable GuestCommand writer;

  private KernelConsumer(ApiServer api, Endpoint endpoint, Guest guest) {
    this.api = api;
    this.endpoint = endpoint;
    this.guest = guest;
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", guest.relay(SOCKET)).usePlaintext().build();
  }

  /** Boots the guest, makes the target reachable in it, starts the node plugin. */
  static KernelConsumer boot(ApiServer api, Endpoint endpoint, Path folder) {
    Guest guest =
        Guest.boot(GuestConfig.of(GuestKernel.locate(System.getenv()), folder.resolve("guest")));
    try {
      guest.forward(endpoint.port());
      String java =
          String.join(
              " ",
              JavaCommand.of(
                  "256m",
                  NodeMain.class.getName(),
                  List.of(NODE, SOCKET, "http://" + Guest.HOST + ":" + api.port())));
      guest.start("mkdir -p /run/csi; exec " + java);
      guest.await("[ -S " + SOCKET + " ]", START);
      return new KernelConsumer(api, endpoint, guest);
    } catch (RuntimeException e) {
      guest.close();
      throw e;
    }
  }

  private NodeGrpc.NodeBlockingStub node() {
    return NodeGrpc.newBlockingStub(channel)
        .withWaitForReady()
        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public String host() {
    return "kernel";
  }

  @Override
  public void attach(String volume, Map<String, String> publishContext) throws IOException {
    volumeId = volume;
    nqn = nqn(publishContext);
    guest.sh("mkdir -p " + STAGING + " $(dirname " + TARGET + ")");
    var _ =
        node()
            .nodeStageVolume(
                NodeStageVolumeRequest.newBuilder()
                    .setVolumeId(volume)
                    .putAllPublishContext(publishContext)
                    .setStagingTargetPath(STAGING)
                    .setVolumeCapability(capability)
                    .build());
    var _ =
        node()
            .nodePublishVolume(
                NodePublishVolumeRequest.newBuilder()
                    .setVolumeId(volume)
                    .putAllPublishContext(publishContext)
                    .setStagingTargetPath(STAGING)
                    .setTargetPath(TARGET)
                    .setVolumeCapability(capability)
                    .build());
  }

  private String nqn(Map<String, String> publishContext) throws IOException {
    PublishContext context = PublishContext.parse(publishContext);
    return new ObjectClient<>(api.client(), Attachment.class)
        .get(context.attachment())
        .map(attachment -> attachment.getSpec().legsOrEmpty().get(0).uuid())
        .map(uuid -> LegIdentity.parse(uuid).nqn().value())
        .orElseThrow(() -> new IOException("no attachment " + context.attachment()));
  }

  @Override
  public long writeAndVerify(int mebibytes) throws IOException {
    String file = TARGET + "/file";
    checksum =
        guest.sh(
                "head -c %dM /dev/urandom | tee %s | sha256sum; sync".formatted(mebibytes, file),
                LONG)
            .split(" ", 2)[0];
    fileBytes = (long) mebibytes << 20;
    verifyFile();
    return fileBytes;
  }

  private void verifyFile() throws IOException {
    String seen =
        guest.sh("echo 3 > /proc/sys/vm/drop_caches; sha256sum %s/file".formatted(TARGET), LONG)
            .split(" ", 2)[0];
    if (!seen.equals(checksum)) {
      throw new IOException("the file's sha256 is %s (expected: %s)".formatted(seen, checksum));
    }
  }

  @Override
  public boolean isStrangerRefused() throws IOException {
    // from outside: nvme-cli in the guest would say "already connected" without asking the target
    InetAddress address = InetAddress.getByName(endpoint.address());
    return Stranger.isRefused(new InetSocketAddress(address, endpoint.port()), nqn);
  }

  @Override
  public void startWriting() {
    guest.sh(
        "mkdir -p %s/slots /run/slots; rm -f /run/stop; echo 0 > /run/progress".formatted(TARGET));
    writer =
        guest.start(
            """
            i=0
            while [ ! -e /run/stop ]; do
              i=$((i + 1)); slot=$((i %% %d))
              head -c %dK /dev/urandom > /run/block
              dd if=/run/block of=%s/slots/$slot bs=%dK conv=fsync 2>/dev/null || exit 1
              sha256sum < /run/block > /run/slots/$slot
              echo $i > /run/progress
            done
            """
                .formatted(SLOTS, SLOT_KIB, TARGET, SLOT_KIB));
  }

  @Override
  public void awaitProgress() {
    guest.await(
        "now=$(cat /run/progress); [ -z \"$goal\" ] && goal=$((now + 20)); [ \"${now:-0}\" -ge \"$goal\" ]",
        START);
  }

  @Override
  public long stopAndCountLost() throws IOException {
    guest.sh("touch /run/stop");
    GuestCommand running = writer;
    if (running != null && !running.await(START).ok()) {
      throw new IOException("a write in the guest failed: " + running.stderr());
    }
    verifyFile();
    String lost =
        guest.sh(
            """
            echo 3 > /proc/sys/vm/drop_caches; lost=0
            for slot in /run/slots/*; do
              sha256sum < %s/slots/${slot##*/} | cmp -s - $slot || lost=$((lost + 1))
            done
            echo $lost
            """
                .formatted(TARGET));
    compared = fileBytes + (long) SLOTS * SLOT_KIB * 1024;
    return Long.parseLong(lost.strip());
  }

  @Override
  public long comparedBytes() {
    return compared;
  }

  @Override
  public void useGrown(long bytes) throws IOException {
    var _ =
        node()
            .nodeExpandVolume(
                NodeExpandVolumeRequest.newBuilder()
                    .setVolumeId(volumeId)
                    .setVolumePath(TARGET)
                    .setStagingTargetPath(STAGING)
                    .build());
    long seen =
        Long.parseLong(
            guest.sh("stat -f -c '%b %S' " + TARGET + " | { read b s; echo $((b * s)); }").strip());
    // a file system keeps some of its device for itself
    if (seen < bytes / 10 * 9) {
      throw new IOException(
          "the file system has %d bytes (expected: about %d)".formatted(seen, bytes));
    }
    verifyFile();
  }

  @Override
  public void detach(String volume) {
    var _ =
        node()
            .nodeUnpublishVolume(
                NodeUnpublishVolumeRequest.newBuilder()
                    .setVolumeId(volume)
                    .setTargetPath(TARGET)
                    .build());
    var _ =
        node()
            .nodeUnstageVolume(
                NodeUnstageVolumeRequest.newBuilder()
                    .setVolumeId(volume)
                    .setStagingTargetPath(STAGING)
                    .build());
  }

  @Override
  public List<String> hints() {
    return List.of("the guest's console: " + guest.config().console());
  }

  @Override
  public void close() {
    channel.shutdownNow();
    guest.close();
  }
}
