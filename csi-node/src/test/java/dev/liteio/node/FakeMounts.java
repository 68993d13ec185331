package dev.liteio.node;

import dev.liteio.node.command.Command;
import dev.liteio.node.command.CommandFailure;
import dev.liteio.node.command.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is mounted: mountinfo and the file systems in use, below one directory. */
public final class FakeMounts {
  private static final String ROOT_MOUNT = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw";

  private final MachineFiles files;
  private final List<String> mounts = new ArrayList<>(List.of(ROOT_MOUNT));
  private boolean unmountHangs;
  private int nextMount = 100;

  FakeMounts(MachineFiles files) throws IOException {
    this.files = files;
    writeMounts();
  }

  /** The mount lines but for the root's. */
  public List<String> lines() {
    return mounts.subList(1, mounts.size());
  }

  /** Somebody else mounts something. */
  public void addForeign(String target) throws IOException {
    mounts.add(nextMount++ + " 22 8:2 / " + target + " rw - ext4 /dev/sda2 rw");
    MachineFiles.attribute(
        Files.createDirectories(files.at("sys/dev/block/8:2")).resolve("dev"), "8:2");
    writeMounts();
  }

  /**
   * An unmount hangs in the write-back that follows it: the mount is gone from the table, no more.
   */
  public void unmountHangs() {
    unmountHangs = true;
  }

  /** The write-back of the file system on that disk came to its end. */
  public void writtenBack(String disk) throws IOException {
    MachineFiles.delete(active("ext4", Path.of(disk)));
  }

  private Path active(String type, Path disk) {
    return files.at("sys/fs").resolve(type).resolve(disk);
  }

  CommandResult mount(List<String> argv) throws IOException {
    String target = argv.getLast();
    if (argv.contains("remount,bind,ro")) {
      mounts.replaceAll(line -> at(line, target) ? line.replaceFirst(" rw", " ro") : line);
      writeMounts();
      return FakeKernel.OK;
    }
    String source = argv.get(argv.size() - 2);
    if (argv.contains("--bind")) {
      return bind(source, target);
    }
    String type = FakeKernel.after(argv, "-t");
    Path backing = Path.of(source).toRealPath();
    boolean fits = FakeKernel.content(backing).filter(each -> each.type().equals(type)).isPresent();
    if (!fits || !Files.isDirectory(Path.of(target))) {
      return new CommandResult(
          32,
          "",
          "mount: %s: wrong fs type, bad option, bad superblock on %s\n".formatted(target, source));
    }
    String options =
        argv.contains("-o") && FakeKernel.after(argv, "-o").contains("ro") ? "ro" : "rw";
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
    return FakeKernel.OK;
  }

  private CommandResult bind(String source, String target) throws IOException {
    if (!Files.exists(Path.of(target))) {
      return new CommandResult(
          32, "", "mount: %s: mount point does not exist.\n".formatted(target));
    }
    if (source.startsWith(files.at("dev").toString())) {
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
    return FakeKernel.OK;
  }

  CommandResult unmount(Command command) throws IOException {
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
        return FakeKernel.OK;
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
      MachineFiles.delete(active);
    }
  }

  private static boolean at(String line, String target) {
    return line.split(" ", -1)[4].equals(target);
  }

  Path deviceAt(String target) throws IOException {
    String line = mounts.stream().filter(each -> at(each, target)).findFirst().orElseThrow();
    String[] fields = line.split(" ", -1);
    return Path.of(fields[fields.length - 2]).toRealPath();
  }

  private void writeMounts() throws IOException {
    files.write("proc/self/mountinfo", String.join("\n", mounts));
  }
}
