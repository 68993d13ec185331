package dev.liteio.node;

import dev.liteio.node.command.Command;
import dev.liteio.node.command.CommandFailure;
import dev.liteio.node.command.CommandResult;
import dev.liteio.node.command.CommandRunner;
import dev.liteio.node.filesystem.Superblock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A machine made of files: sysfs, mountinfo and device nodes below one directory, changed by the
 * programs that are run, which answer as the recorded ones did.
 */
public final class FakeKernel implements CommandRunner {
  private static final String ROOT_MOUNT = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw";
  private static final CommandResult OK = new CommandResult(0, "", "");

  /** What a target serves under an NQN. */
  public static final class Export {
    private final String uuid;
    private final Path backing;
    private final Set<String> allowed = new HashSet<>();
    private boolean reachable = true;

    private Export(String uuid, Path backing) {
      this.uuid = uuid;
      this.backing = backing;
    }

    /** The bytes of the leg. */
    public Path backing() {
      return backing;
    }

    /** Lets that host in, or not. */
    public void allow(String hostNqn, boolean yes) {
      if (yes) {
        allowed.add(hostNqn);
      } else {
        allowed.remove(hostNqn);
      }
    }

    /** Whether anything answers at its address. */
    public void reachable(boolean yes) {
      reachable = yes;
    }
  }

  private record Controller(String name, String nqn, String host, String address) {}

  private final Path root;
  private final Map<String, Export> exports = new HashMap<>();
  private final List<Controller> controllers = new ArrayList<>();
  private final Map<String, Integer> heads = new HashMap<>();
  private final List<String> mounts = new ArrayList<>(List.of(ROOT_MOUNT));
  private final List<List<String>> ran = new ArrayList<>();
  private final Map<String, CommandResult> scripted = new HashMap<>();
  private final CrashPoint crash;
  private boolean unmountHangs;
  private int nextController;
  private int nextHead;
  private int nextMount = 100;

  public FakeKernel(Path root, CrashPoint crash) throws IOException {
    this.root = root;
    this.crash = crash;
    for (String each :
        List.of("sys/class/nvme", "sys/block", "sys/dev/block", "proc/self", "dev")) {
      Files.createDirectories(root.resolve(each));
    }
    Files.createFile(root.resolve("dev/nvme-fabrics"));
    writeMounts();
  }

  /** Serves a leg of that size at 10.0.0.7:4420, for nobody yet. */
  public Export export(String nqn, String uuid, long size) throws IOException {
    Path backing = root.resolve("leg-" + uuid);
    try (var file = new RandomAccessFile(backing.toFile(), "rw")) {
      file.setLength(size);
    }
    var export = new Export(uuid, backing);
    exports.put(nqn, export);
    return export;
  }

  /** The target tells of a new size. */
  public void grow(String nqn, long size) throws IOException {
    Export export = exports.get(nqn);
    try (var file = new RandomAccessFile(export.backing.toFile(), "rw")) {
      file.setLength(size);
    }
    if (heads.containsKey(nqn)) {
      attribute(headDirectory(nqn).resolve("size"), String.valueOf(size / 512));
    }
  }

  /** All controllers of that subsystem are in that state now. */
  public void state(String nqn, String state) throws IOException {
    for (Controller each : controllers) {
      if (each.nqn.equals(nqn)) {
        attribute(directory(each).resolve("state"), state);
      }
    }
  }

  /** From now on a program answers that, without doing anything. */
  public void script(String program, CommandResult result) {
    scripted.put(program, result);
  }

  public void unscript(String program) {
    scripted.remove(program);
  }

  /**
   * An unmount hangs in the write-back that follows it: the mount is gone from the table, no more.
   */
  public void unmountHangs() {
    unmountHangs = true;
  }

  /** The write-back of that subsystem's file system came to its end. */
  public void writtenBack(String nqn) throws IOException {
    delete(active("ext4", headDirectory(nqn).getFileName()));
  }

  private Path active(String type, Path disk) {
    return root.resolve("sys/fs").resolve(type).resolve(disk);
  }

  /** What was run, argument lists. */
  public List<List<String>> ran() {
    return List.copyOf(ran);
  }

  /** What was run of one program. */
  public List<List<String>> ran(String program) {
    return ran.stream().filter(argv -> argv.getFirst().equals(program)).toList();
  }

  public void forgetRan() {
    ran.clear();
  }

  /** The mount lines but for the root's. */
  public List<String> mounts() {
    return mounts.subList(1, mounts.size());
  }

  /** The host NQNs that have a controller. */
  public List<String> hosts() {
    return controllers.stream().map(Controller::host).toList();
  }

  /** Somebody else mounts something. */
  public void mountForeign(String target) throws IOException {
    mounts.add(nextMount++ + " 22 8:2 / " + target + " rw - ext4 /dev/sda2 rw");
    attribute(Files.createDirectories(root.resolve("sys/dev/block/8:2")).resolve("dev"), "8:2");
    writeMounts();
  }

  @Override
  public CommandResult run(Command command) {
    crash.pass();
    ran.add(command.argv());
    CommandResult result;
    try {
      result =
          scripted.containsKey(command.program()) ? scripted.get(command.program()) : done(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    crash.pass();
    return result;
  }

  private CommandResult done(Command command) throws IOException {
    List<String> argv = command.argv();
    return switch (command.program()) {
      case "nvme" -> argv.get(1).equals("connect") ? connect(argv) : disconnect(argv.getLast());
      case "mount" -> mount(argv);
      case "umount" -> unmount(command);
      case "mkfs.ext4" -> {
        Path backing = Path.of(argv.getLast()).toRealPath();
        FakeSuperblock.ext4(backing, UUID.fromString(after(argv, "-U")), Files.size(backing));
        yield OK;
      }
      case "mkfs.xfs" -> {
        Path backing = Path.of(argv.getLast()).toRealPath();
        String uuid = after(argv, "-m").substring("uuid=".length());
        FakeSuperblock.xfs(backing, UUID.fromString(uuid), Files.size(backing));
        yield OK;
      }
      case "resize2fs" -> grown(Path.of(argv.getLast()).toRealPath());
      case "xfs_growfs" -> grown(deviceAt(argv.getLast()));
      case "stat" -> new CommandResult(0, "4096 1000 600 500 200 150\n", "");
      case "modprobe", "blockdev" -> OK;
      default -> throw CommandFailure.notStarted(command, new IOException("No such file"));
    };
  }

  private CommandResult connect(List<String> argv) throws IOException {
    String nqn = after(argv, "-n");
    String host = after(argv, "-q");
    String address = "traddr=" + after(argv, "-a") + ",trsvcid=" + after(argv, "-s");
    if (controllers.stream().anyMatch(c -> c.nqn.equals(nqn) && c.address.equals(address))) {
      return new CommandResult(1, "", "already connected\n");
    }
    Export export = exports.get(nqn);
    if (export != null && !export.reachable) {
      return refused("Connection refused");
    }
    if (export == null || !export.allowed.contains(host)) {
      return refused("Input/output error");
    }
    connected(nqn, host, address);
    return OK;
  }

  private static CommandResult refused(String why) {
    return new CommandResult(
        1,
        "",
        "Failed to write to /dev/nvme-fabrics: %s\ncould not add new controller: failed to write to nvme-fabrics device\n"
            .formatted(why));
  }

  /** A controller appears, and the disk with the first one. */
  public void connected(String nqn, String host, String address) throws IOException {
    var controller = new Controller("nvme" + nextController++, nqn, host, address);
    controllers.add(controller);
    Path directory = Files.createDirectories(directory(controller));
    attribute(directory.resolve("subsysnqn"), nqn);
    attribute(directory.resolve("hostnqn"), host);
    attribute(directory.resolve("uevent"), uevent(address));
    attribute(directory.resolve("state"), "live");
    attribute(directory.resolve("rescan_controller"), "");
    attribute(
        Files.createDirectories(directory.resolve(controller.name + "c0n1")).resolve("ana_state"),
        "optimized");
    if (!heads.containsKey(nqn)) {
      heads.put(nqn, nextHead++);
      head(nqn);
    }
  }

  private static String uevent(String address) {
    return "NVME_TRTYPE=tcp\n"
        + address
            .replace("traddr", "NVME_TRADDR")
            .replace("trsvcid", "NVME_TRSVCID")
            .replace(',', '\n');
  }

  private void head(String nqn) throws IOException {
    Export export = exports.get(nqn);
    Path directory = Files.createDirectories(headDirectory(nqn));
    attribute(directory.resolve("uuid"), export.uuid);
    attribute(directory.resolve("size"), String.valueOf(Files.size(export.backing) / 512));
    attribute(directory.resolve("dev"), "259:" + heads.get(nqn));
    attribute(Files.createDirectories(directory.resolve("device")).resolve("subsysnqn"), nqn);
    attribute(
        Files.createDirectories(root.resolve("sys/dev/block/259:" + heads.get(nqn))).resolve("dev"),
        "259:" + heads.get(nqn));
    Files.createSymbolicLink(node(nqn), export.backing);
  }

  private CommandResult disconnect(String name) throws IOException {
    Optional<Controller> found = controllers.stream().filter(c -> c.name.equals(name)).findFirst();
    if (found.isEmpty()) {
      return new CommandResult(1, "", "Did not find device " + name + "\n");
    }
    controllers.remove(found.get());
    delete(directory(found.get()));
    String nqn = found.get().nqn;
    if (controllers.stream().noneMatch(c -> c.nqn.equals(nqn))) {
      Files.delete(node(nqn));
      delete(headDirectory(nqn));
      delete(root.resolve("sys/dev/block/259:" + heads.get(nqn)));
      heads.remove(nqn);
    }
    return OK;
  }

  private CommandResult mount(List<String> argv) throws IOException {
    String target = argv.getLast();
    if (argv.contains("remount,bind,ro")) {
      mounts.replaceAll(line -> at(line, target) ? line.replaceFirst(" rw", " ro") : line);
      writeMounts();
      return OK;
    }
    String source = argv.get(argv.size() - 2);
    if (argv.contains("--bind")) {
      return bind(source, target);
    }
    String type = after(argv, "-t");
    Path backing = Path.of(source).toRealPath();
    boolean fits = content(backing).filter(each -> each.type().equals(type)).isPresent();
    if (!fits || !Files.isDirectory(Path.of(target))) {
      return new CommandResult(
          32,
          "",
          "mount: %s: wrong fs type, bad option, bad superblock on %s\n".formatted(target, source));
    }
    String options = argv.contains("-o") && after(argv, "-o").contains("ro") ? "ro" : "rw";
    if (type.equals("ext4") && options.equals("rw")) {
      FakeSuperblock.ext4Mounted(backing);
    }
    String name = String.valueOf(Path.of(source).getFileName());
    Files.createDirectories(active(type, Path.of(name)));
    mounts.add(
        "%d 22 259:%s / %s %s,relatime shared:13 - %s %s rw"
            .formatted(
                nextMount++,
                name.substring("nvme".length(), name.length() - 2),
                target,
                options,
                type,
                source));
    writeMounts();
    return OK;
  }

  private CommandResult bind(String source, String target) throws IOException {
    if (!Files.exists(Path.of(target))) {
      return new CommandResult(
          32, "", "mount: %s: mount point does not exist.\n".formatted(target));
    }
    if (source.startsWith(root.resolve("dev").toString())) {
      mounts.add(
          "%d 22 0:5 /%s %s rw,relatime shared:2 - devtmpfs udev rw"
              .formatted(nextMount++, Path.of(source).getFileName(), target));
    } else {
      String[] fields =
          mounts.stream()
              .filter(line -> at(line, source))
              .findFirst()
              .orElse(ROOT_MOUNT)
              .split(" ", -1);
      mounts.add(
          "%d 22 %s / %s rw,relatime shared:2 - %s %s rw"
              .formatted(
                  nextMount++,
                  fields[2],
                  target,
                  fields[fields.length - 3],
                  fields[fields.length - 2]));
    }
    writeMounts();
    return OK;
  }

  private CommandResult unmount(Command command) throws IOException {
    String target = command.argv().getLast();
    for (int i = mounts.size() - 1; i > 0; i--) {
      String line = mounts.get(i);
      if (at(line, target)) {
        mounts.remove(i);
        writeMounts();
        if (unmountHangs) {
          throw CommandFailure.timedOut(command, "");
        }
        endFileSystemUnlessMounted(line);
        return OK;
      }
    }
    return new CommandResult(32, "", "umount: %s: not mounted.\n".formatted(target));
  }

  private void endFileSystemUnlessMounted(String line) throws IOException {
    String[] fields = line.split(" ", -1);
    boolean elsewhere = mounts.stream().anyMatch(each -> each.split(" ", -1)[2].equals(fields[2]));
    Path active =
        active(fields[fields.length - 3], Path.of(fields[fields.length - 2]).getFileName());
    if (!elsewhere && Files.exists(active)) {
      delete(active);
    }
  }

  private static boolean at(String line, String target) {
    return line.split(" ", -1)[4].equals(target);
  }

  private CommandResult grown(Path backing) throws IOException {
    Superblock there = content(backing).orElseThrow();
    if (there.type().equals("xfs")) {
      FakeSuperblock.xfs(backing, there.uuid(), Files.size(backing));
    } else {
      FakeSuperblock.ext4(backing, there.uuid(), Files.size(backing));
    }
    return OK;
  }

  private Path deviceAt(String target) throws IOException {
    String line = mounts.stream().filter(each -> at(each, target)).findFirst().orElseThrow();
    String[] fields = line.split(" ", -1);
    return Path.of(fields[fields.length - 2]).toRealPath();
  }

  /** The file system on a leg. */
  public static Optional<Superblock> content(Path backing) throws IOException {
    try (var in = Files.newInputStream(backing)) {
      return Superblock.in(in.readNBytes(Superblock.HEAD_BYTES));
    }
  }

  private Path directory(Controller controller) {
    return root.resolve("sys/class/nvme").resolve(controller.name);
  }

  private Path headDirectory(String nqn) {
    return root.resolve("sys/block/nvme%dn1".formatted(heads.get(nqn)));
  }

  private Path node(String nqn) {
    return root.resolve("dev/nvme%dn1".formatted(heads.get(nqn)));
  }

  private void writeMounts() throws IOException {
    Files.writeString(root.resolve("proc/self/mountinfo"), String.join("\n", mounts) + "\n");
  }

  private static void attribute(Path file, String value) throws IOException {
    Files.writeString(file, value + "\n");
  }

  private static void delete(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static String after(List<String> argv, String option) {
    return argv.get(argv.indexOf(option) + 1);
  }
}
