package dev.liteio.node;

import dev.liteio.node.command.Command;
import dev.liteio.node.command.CommandFailure;
import dev.liteio.node.command.CommandResult;
import dev.liteio.node.command.CommandRunner;
import dev.liteio.node.filesystem.Superblock;
import dev.liteio.node.nvme.Disconnector;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.rpc.TimeLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A machine made of files: sysfs, mountinfo and device nodes below one directory, changed by the
 * programs that are run, which answer as the recorded ones did.
 */
public final class FakeKernel implements CommandRunner, Disconnector {
  static final CommandResult OK = new CommandResult(0, "", "");

  private final FakeFabrics fabrics;
  private final FakeMounts mounts;
  private final List<List<String>> ran = new ArrayList<>();
  private final Map<String, List<List<String>>> launched = new HashMap<>();
  private final Map<String, CommandResult> scripted = new HashMap<>();
  private final CrashPoint crash;
  private final Path dev;

  public FakeKernel(Path root, CrashPoint crash) throws IOException {
    MachineFiles files = MachineFiles.make(root);
    this.fabrics = new FakeFabrics(files);
    this.mounts = new FakeMounts(files);
    this.crash = crash;
    this.dev = root.resolve("dev");
  }

  public FakeFabrics fabrics() {
    return fabrics;
  }

  public FakeMounts mounts() {
    return mounts;
  }

  /** From now on a program answers that, without doing anything. */
  public void script(String program, CommandResult result) {
    scripted.put(program, result);
  }

  public void unscript(String program) {
    scripted.remove(program);
  }

  /** What was run, argument lists, and what was let go: {@code disconnect} and its name. */
  public List<List<String>> ran() {
    return List.copyOf(ran);
  }

  /** What was run of one program. */
  public List<List<String>> ran(String program) {
    return ran.stream().filter(argv -> argv.getFirst().equals(program)).toList();
  }

  /** What launched one program, each time it ran. */
  public List<List<String>> launched(String program) {
    return List.copyOf(launched.getOrDefault(program, List.of()));
  }

  public void forgetRan() {
    ran.clear();
  }

  @Override
  public CommandResult run(Command command) {
    crash.pass();
    ran.add(command.argv());
    launched.computeIfAbsent(command.program(), _ -> new ArrayList<>()).add(command.launcher());
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

  @Override
  public void disconnect(NvmeController seen, TimeLimit limit) {
    crash.pass();
    ran.add(List.of("disconnect", seen.name()));
    try {
      fabrics.disconnect(seen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    crash.pass();
  }

  private CommandResult done(Command command) throws IOException {
    List<String> argv = command.argv();
    demandHeld(argv);
    return switch (command.program()) {
      case "nvme" -> fabrics.connect(argv);
      case "mount" -> mounts.mount(argv);
      case "umount" -> mounts.unmount(command);
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
      case "xfs_growfs" -> grown(mounts.deviceAt(argv.getLast()));
      case "stat" -> new CommandResult(0, "4096 1000 600 500 200 150\n", "");
      case "modprobe", "blockdev" -> OK;
      default -> throw CommandFailure.notStarted(command, new IOException("No such file"));
    };
  }

  /** Programs that are told a disk by its name find another one there, unless somebody holds it. */
  private void demandHeld(List<String> argv) throws IOException {
    if (argv.getFirst().matches("mkfs\\..*|mount")) {
      for (String word : argv) {
        Path named = Path.of(word);
        if (named.startsWith(dev) && Files.exists(named) && !OpenFiles.holds(named)) {
          throw new AssertionError(
              "nobody holds %s, which may be another volume's by now: %s".formatted(named, argv));
        }
      }
    }
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

  /** The file system on a leg. */
  public static Optional<Superblock> content(Path backing) throws IOException {
    try (var in = Files.newInputStream(backing)) {
      return Superblock.in(in.readNBytes(Superblock.HEAD_BYTES));
    }
  }

  static String after(List<String> argv, String option) {
    return argv.get(argv.indexOf(option) + 1);
  }
}
