package dev.liteio.node.volume;

import dev.liteio.failure.FailedPrecondition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The mount point of a published volume; what is not empty is never removed. */
final class TargetPath {
  private TargetPath() {}

  static void createDirectory(String target) {
    try {
      Files.createDirectories(Path.of(target));
    } catch (FileAlreadyExistsException e) {
      throw new FailedPrecondition(target + ": a file (expected: a directory, or nothing)", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void createFile(String target) {
    Path path = Path.of(target);
    if (Files.isDirectory(path)) {
      throw new FailedPrecondition(target + ": a directory (expected: a file, or nothing)");
    }
    try {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      return; // left by a call that ended half way
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void remove(String target) {
    Path path = Path.of(target);
    try {
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.size(path) > 0) {
        throw new FailedPrecondition(
            target + ": a file with data, nothing is mounted on it; not removed");
      }
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      throw new FailedPrecondition(
          target + ": nothing is mounted on it and it is not empty; not removed", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
