package dev.liteio.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.Container.ExecResult;

/** The image that is shipped: what is in it works, without any right that it does not need. */
class ImageClusterIT {
  private static ProductImage image;
  private static TargetContainer target;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    image = ProductImage.built();
    System.out.printf("image: %s, %d MiB%n", image.name(), image.bytes() >> 20);
    long begin = System.nanoTime();
    target = TargetContainer.start(image, folder);
    System.out.printf("image: the target serves after %.1f s%n", (System.nanoTime() - begin) / 1e9);
  }

  @AfterAll
  static void end() {
    if (target != null) {
      target.close();
    }
  }

  @Test
  void it_tells_its_version() {
    assertThat(image.run(Map.of(), "--version").strip())
        .matches("liteio [0-9]+\\.[0-9]+\\.[0-9].*");
  }

  @Test
  void the_target_answers_as_nobody_on_a_read_only_root_file_system() throws Exception {
    assertThat(target.rpc().framework().version().join().version())
        .startsWith("LiteIO embedded target");
    assertThat(run("stat", "--format=%u:%g", "/proc/1")).isEqualTo("65532:65532");
    assertThat(target.run("/bin/sh", "-c", "echo x > /opt/liteio/x").getStderr())
        .contains("Read-only file system");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blockdev --version",
        "dd --version",
        "cmp --version",
        "mkfs.ext4 -V",
        "mkfs.xfs -V",
        "modprobe --version",
        "mount --version",
        "nvme version",
        "stat --version",
        "umount --version",
        "xfs_growfs -V"
      })
  void a_program_that_the_roles_call_starts(String command) throws Exception {
    assertThat(run(command.split(" "))).isNotEmpty();
  }

  @Test
  void file_systems_are_made_and_grown() throws Exception {
    run("mkfs.ext4", "-q", "-F", "/tmp/ext4", "8M");
    assertThat(run("resize2fs", "/tmp/ext4", "16M")).contains("/tmp/ext4 is now 16384");

    run("mkfs.xfs", "-q", "-f", "-d", "file,name=/tmp/xfs,size=300m");
    assertThat(run("stat", "--format=%s", "/tmp/xfs")).isEqualTo("314572800");
  }

  @Test
  void no_program_gains_rights_by_being_called_and_no_host_identity_is_shipped() throws Exception {
    assertThat(run("find", "/usr", "/opt", "-xdev", "-perm", "/6000", "-type", "f")).isEmpty();
    assertThat(run("find", "/etc/nvme", "-name", "host*")).isEmpty();
  }

  @Test
  void the_java_runtime_holds_what_the_product_needs_and_no_compiler() throws Exception {
    List<String> modules = run("/opt/liteio/java/bin/java", "--list-modules").lines().toList();

    assertThat(modules).anyMatch(module -> module.startsWith("java.base@"));
    assertThat(modules).noneMatch(module -> module.startsWith("jdk.compiler"));
    assertThat(modules).hasSizeLessThan(25);
    assertThat(run("find", "/opt/liteio/java/bin", "-name", "javac")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"controller", "agent", "node", "target"})
  void each_role_starts_from_its_archive_of_loaded_classes(String role) {
    // "on": a JVM that cannot use the archive it was given ends with an error
    String log =
        image.run(
            Map.of("LITEIO_JAVA_OPTIONS", "-Xmx256m -XX:AOTMode=on -Xlog:class+load"),
            role,
            "--help");

    assertThat(log)
        .contains("Usage: liteio " + role)
        .containsPattern("dev\\.liteio\\.cli\\.Liteio source: shared objects file");
  }

  /** What a program writes to either stream; it must succeed. */
  private static String run(String... command) throws IOException, InterruptedException {
    ExecResult result = target.run(command);
    assertThat(result.getExitCode())
        .as("%s: %s", String.join(" ", command), result.getStderr())
        .isZero();
    return (result.getStdout() + result.getStderr()).strip();
  }
}
