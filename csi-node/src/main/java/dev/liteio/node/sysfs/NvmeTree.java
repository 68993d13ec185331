package dev.liteio.node.sysfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * NVMe as sysfs shows it. Reading an attribute touches no device, so nothing here waits for a
 * target. An entry that goes away while it is read is not there.
 */
public final class NvmeTree {
  private static final Pattern CONTROLLER = Pattern.compile("nvme\\d+");
  private static final Pattern DISK = Pattern.compile("nvme\\d+n\\d+");
  private static final Pattern PATH = Pattern.compile("nvme\\d+c\\d+n\\d+");
  private static final int SECTOR = 512;
  private static final String UNKNOWN = "?";

  /** ENODEV and ENXIO, in words: an open attribute whose device goes. */
  private static final String NO_DEVICE = "No such device";

  private final Path root;

  /** The tree below {@code root}, which is {@code /sys} on a real machine. */
  public NvmeTree(Path root) {
    this.root = root;
  }

  /** All connections, in the order of their names. */
  public List<NvmeController> controllers() {
    return entries("class/nvme", CONTROLLER)
        .map(this::controller)
        .flatMap(Optional::stream)
        .toList();
  }

  /** The connection of that name, such as {@code nvme0}. */
  public Optional<NvmeController> controller(String name) {
    return controller(root.resolve("class/nvme").resolve(name));
  }

  /** The connections to one subsystem. */
  public List<NvmeController> controllersOf(String subsystem) {
    return controllers().stream().filter(each -> each.subsystem().equals(subsystem)).toList();
  }

  /** The disk with that namespace UUID, if the kernel has made it. */
  public Optional<NvmeDisk> disk(String uuid) {
    return disks().stream().filter(each -> each.uuid().equals(uuid)).findFirst();
  }

  /** All disks that can be opened. */
  public List<NvmeDisk> disks() {
    return entries("block", DISK).map(this::disk).flatMap(Optional::stream).toList();
  }

  /** Whether that is a block device which the kernel does not have any more. */
  public boolean isGone(DeviceNumber device) {
    // major 0 is a file system without a device, such as tmpfs
    return device.major() != 0
        && Files.notExists(root.resolve("dev/block").resolve(device.toString()));
  }

  /**
   * Whether the kernel has a file system of that type open on the disk. It has for longer than the
   * mount table shows it: until all is written back, and while another mount namespace sees it.
   */
  public boolean hasFilesystem(NvmeDisk disk, String type) {
    return Files.exists(root.resolve("fs").resolve(type).resolve(disk.name()));
  }

  /** How a path of that controller stands, such as {@code optimized}. */
  public Optional<String> anaState(String controller) {
    return entries("class/nvme/" + controller, PATH)
        .map(path -> read(path.resolve("ana_state")))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Asks the kernel to look again at what that controller offers. */
  public void rescan(String controller) throws IOException {
    Files.writeString(
        root.resolve("class/nvme").resolve(controller).resolve("rescan_controller"), "1");
  }

  private Optional<NvmeController> controller(Path directory) {
    return read(directory.resolve("subsysnqn"))
        .map(subsystem -> {
          Map<String, String> event = uevent(directory);
          return new NvmeController(
              name(directory),
              subsystem,
              read(directory.resolve("hostnqn")).orElse(""),
              event.getOrDefault("NVME_TRADDR", UNKNOWN),
              event.getOrDefault("NVME_TRSVCID", UNKNOWN),
              read(directory.resolve("state")).orElse(""));
        });
  }

  /**
   * Where a controller leads, among other things. The attribute {@code address} says it too and
   * must not be read: to tell the source address the kernel (6.1 to 6.12 at least) looks at the
   * socket, and breaks when the connection is being taken down in that moment.
   */
  private static Map<String, String> uevent(Path directory) {
    Map<String, String> found = new HashMap<>();
    read(directory.resolve("uevent"))
        .ifPresent(text ->
            text.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> found.put(pair[0], pair[1])));
    return found;
  }

  private Optional<NvmeDisk> disk(Path directory) {
    if (read(directory.resolve("hidden")).orElse("0").equals("1")) {
      return Optional.empty();
    }
    Optional<String> uuid = read(directory.resolve("uuid"));
    Optional<String> size = read(directory.resolve("size"));
    Optional<String> numbers = read(directory.resolve("dev"));
    if (uuid.isEmpty() || size.isEmpty() || numbers.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new NvmeDisk(
            name(directory),
            uuid.get(),
            read(directory.resolve("device/subsysnqn")).orElse(""),
            Long.parseLong(size.get()) * SECTOR,
            DeviceNumber.parse(numbers.get())));
  }

  private Stream<Path> entries(String below, Pattern form) {
    return children(root.resolve(below)).filter(child -> form.matcher(name(child)).matches());
  }

  private static Stream<Path> children(Path directory) {
    List<Path> found = new ArrayList<>();
    try (var stream = Files.newDirectoryStream(directory)) {
      stream.forEach(found::add);
    } catch (NoSuchFileException e) {
      return Stream.empty();
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.stream().sorted();
  }

  private static String name(Path directory) {
    return String.valueOf(directory.getFileName());
  }

  /**
   * The attribute, or nothing when its device is gone or has none. Any other failure is one: what
   * cannot be read must not pass for what is not there.
   */
  private static Optional<String> read(Path attribute) {
    try {
      return Optional.of(Files.readString(attribute).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains(NO_DEVICE)) {
        return Optional.empty();
      }
      throw new UncheckedIOException("cannot read " + attribute, e);
    }
  }
}
