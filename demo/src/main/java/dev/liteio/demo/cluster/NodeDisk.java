package dev.liteio.demo.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The disk of a node: what it changed of the disk of images, in a file of its own. */
final class NodeDisk {
  private static final int SECONDS = 60;

  private NodeDisk() {}

  /** Makes one in a folder; it stays when the node is switched off. */
  static Path over(Path images, Path folder) throws IOException {
    Path disk = Files.createDirectories(folder).resolve("disk.qcow2");
    List<String> argv =
        List.of(
            "qemu-img",
            "create",
            "-q",
            "-f",
            "qcow2",
            "-F",
            "raw",
            "-b",
            images.toString(),
            disk.toString());
    Process process =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("qemu-img.log").toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new ClusterException("qemu-img made no disk, see qemu-img.log in " + folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while qemu-img made a disk", e);
    }
    return disk;
  }
}
