package dev.liteio.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The files that a machine is made of, below one directory. */
record MachineFiles(Path root) {

  /** A machine without a disk. */
  static MachineFiles make(Path root) throws IOException {
    for (String each :
        List.of("sys/class/nvme", "sys/block", "sys/dev/block", "proc/self", "dev")) {
      Files.createDirectories(root.resolve(each));
    }
    Files.createFile(root.resolve("dev/nvme-fabrics"));
    return new MachineFiles(root);
  }

  Path at(String path) {
    return root.resolve(path);
  }

  void write(String path, String value) throws IOException {
    attribute(at(path), value);
  }

  static void attribute(Path file, String value) throws IOException {
    Files.writeString(file, value + "\n");
  }

  static void delete(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
