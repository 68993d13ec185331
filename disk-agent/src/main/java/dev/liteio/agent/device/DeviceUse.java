package dev.liteio.agent.device;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether the kernel itself uses a device: mounted, partitioned, or held by another device. */
public final class DeviceUse {

  private static final int MINOR_LOW_BITS = 8;
  private static final long MAJOR_MASK = 0xfff;

  private final Path sys;
  private final Path mountInfo;

  /** What sysfs and the mount table under these paths say. */
  public DeviceUse(Path sys, Path mountInfo) {
    this.sys = sys;
    this.mountInfo = mountInfo;
  }

  /** Of this machine. */
  public static DeviceUse ofThisMachine() {
    return new DeviceUse(Path.of("/sys"), Path.of("/proc/self/mountinfo"));
  }

  /** Who uses the device at this path; empty when nobody does. */
  public Optional<String> of(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return Optional.empty();
    }
    if (Files.isDirectory(path)) {
      return Optional.of("it is a folder (expected: a disk or a file)");
    }
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    String number = deviceNumber(path);
    Path block = sys.resolve("dev/block").resolve(number);
    if (!Files.exists(block)) {
      return Optional.of("it is no block device (expected: a disk or a file)");
    }
    if (isMounted(number)) {
      return Optional.of("it is mounted");
    }
    return heldBy(block);
  }

  /** Tells devices and files apart, whatever path leads to them. */
  public static String identity(Path path) throws IOException {
    return Files.isRegularFile(path)
        ? "file "
            + Files.getAttribute(path, "unix:dev")
            + ":"
            + Files.getAttribute(path, "unix:ino")
        : "device " + deviceNumber(path);
  }

  private static String deviceNumber(Path path) throws IOException {
    long rdev = ((Number) Files.getAttribute(path, "unix:rdev")).longValue();
    long major = (rdev >> MINOR_LOW_BITS) & MAJOR_MASK;
    long minor = (rdev & 0xff) | ((rdev >> 12) & ~0xffL);
    return major + ":" + minor;
  }

  private boolean isMounted(String number) throws IOException {
    List<String> lines = Files.readAllLines(mountInfo);
    return lines.stream().anyMatch(line -> line.split(" ", 4)[2].equals(number));
  }

  private static Optional<String> heldBy(Path block) throws IOException {
    Path real = block.toRealPath();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
      for (Path entry : entries) {
        if (Files.exists(entry.resolve("partition"))) {
          return Optional.of("it has partitions, such as " + entry.getFileName());
        }
      }
    }
    Path holders = real.resolve("holders");
    if (Files.isDirectory(holders)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(holders)) {
        for (Path holder : entries) {
          return Optional.of("it is held by " + holder.getFileName());
        }
      }
    }
    return Optional.empty();
  }
}
