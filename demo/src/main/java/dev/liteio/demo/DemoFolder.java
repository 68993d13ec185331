package dev.liteio.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The files of one story; removed with it, unless they tell why it failed. */
final class DemoFolder implements AutoCloseable {

  private final Path path;
  private volatile boolean worthKeeping;

  private DemoFolder(Path path) {
    this.path = path;
  }

  static DemoFolder make() throws IOException {
    return new DemoFolder(Files.createTempDirectory("liteio-demo-"));
  }

  Path path() {
    return path;
  }

  /** Leaves the files to whoever wants to know what happened. */
  void keepFiles() {
    worthKeeping = true;
  }

  @Override
  public void close() throws IOException {
    if (worthKeeping) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
