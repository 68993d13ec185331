package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.ClusterNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A Pod that appends one number after another to a file and says each that is safely on its volume.
 * What it says is read from its node's log folder, so that it is heard while the API server is away
 * and after the node lost its power.
 */
final class SteadyWriter {
  /** Goes on behind the last number when it is started again. */
  private static final String SCRIPT =
      """
      n=$(tail -n 1 /data/log || echo 0); while true; do n=$((n + 1)); \
      echo $n | dd of=/data/log oflag=append conv=notrunc,fsync status=none && echo $n; sleep 0.3; done\
      """;

  private final String pod;
  private final ClusterNode node;

  private SteadyWriter(String pod, ClusterNode node) {
    this.pod = pod;
    this.node = node;
  }

  /** Starts one on a claim's file system and waits until it has written something. */
  static SteadyWriter start(User user, ClusterNode node, String pod, String claim) {
    user.apply(
        Manifests.podOn(node.name(), pod, claim, SCRIPT)
            .replace("restartPolicy: Never", "restartPolicy: Always"));
    user.awaitRunning(pod);
    SteadyWriter writer = new SteadyWriter(pod, node);
    writer.awaitMore(3);
    return writer;
  }

  String pod() {
    return pod;
  }

  /** The last number it said; 0 when it said nothing since its node was booted. */
  long acknowledged() {
    return newestLog().map(SteadyWriter::lastNumber).orElse(0L);
  }

  /** Waits until it has said so many more numbers. */
  void awaitMore(int numbers) {
    long goal = acknowledged() + numbers;
    Await.until(
        pod + " has written number " + goal,
        User.PATIENCE,
        () -> acknowledged() >= goal,
        () -> "number " + acknowledged());
  }

  /** Every number up to the last that was said is in the file, each once and in its place. */
  static void assertNothingIsLost(String file, long acknowledged) {
    List<Long> numbers = file.lines().map(Long::valueOf).toList();
    assertThat(numbers).hasSizeGreaterThanOrEqualTo((int) acknowledged);
    assertThat(numbers)
        .as("numbers, of which %d was acknowledged", acknowledged)
        .isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
  }

  private Optional<Path> newestLog() {
    Path pods = node.guest().config().shared().resolve("pods");
    if (!Files.isDirectory(pods)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(pods, 3)) {
      return files
          .filter(file -> pods.relativize(file).toString().startsWith("default_" + pod + "_"))
          .filter(file -> file.toString().endsWith(".log"))
          .max(Comparator.comparingInt(SteadyWriter::attempt));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logs are numbered by the container's starts. */
  private static int attempt(Path log) {
    return Integer.parseInt(log.getFileName().toString().replace(".log", ""));
  }

  /** Lines are {@code TIME stdout F TEXT}; the last one may be half there. */
  private static long lastNumber(Path log) {
    try {
      return Files.readString(log)
          .lines()
          .map(line -> line.split(" ", 4))
          .filter(words -> words.length == 4 && words[1].equals("stdout"))
          .filter(words -> words[3].matches("\\d+"))
          .mapToLong(words -> Long.parseLong(words[3]))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
