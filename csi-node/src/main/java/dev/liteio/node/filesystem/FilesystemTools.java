package dev.liteio.node.filesystem;

import dev.liteio.failure.Unavailable;
import dev.liteio.node.command.Command;
import dev.liteio.node.command.CommandFailure;
import dev.liteio.node.command.CommandRunner;
import dev.liteio.rpc.TimeLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** mkfs and growing, through e2fsprogs and xfsprogs. */
public final class FilesystemTools {
  private static final Duration MOST = Duration.ofMinutes(10);

  private final CommandRunner runner;

  /** Runs the tools through {@code runner}. */
  public FilesystemTools(CommandRunner runner) {
    this.runner = runner;
  }

  /**
   * Makes a file system. Blocks are not discarded first: the pool hands out zeroed ones.
   *
   * @param options what the StorageClass adds to the command line
   */
  public void make(
      FilesystemType type, UUID uuid, List<String> options, Path device, TimeLimit limit) {
    var argv =
        new ArrayList<>(
            switch (type) {
              case EXT4 ->
                  List.of("mkfs.ext4", "-q", "-F", "-m0", "-E", "nodiscard", "-U", uuid.toString());
              case XFS -> List.of("mkfs.xfs", "-q", "-f", "-K", "-m", "uuid=" + uuid);
            });
    argv.addAll(options);
    argv.add(device.toString());
    run(argv, limit);
  }

  /** Grows a mounted file system to all of its device; already there is fine. */
  public void grow(String type, Path device, String mountPoint, TimeLimit limit) {
    run(
        type.equals("xfs")
            ? List.of("xfs_growfs", "-d", mountPoint)
            : List.of("resize2fs", device.toString()),
        limit);
  }

  private void run(List<String> argv, TimeLimit limit) {
    try {
      var _ = runner.demand(new Command(argv, limit.remaining(MOST)));
    } catch (CommandFailure e) {
      throw new Unavailable(e.explanation(), e);
    }
  }
}
