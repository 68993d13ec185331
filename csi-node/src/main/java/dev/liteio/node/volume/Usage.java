package dev.liteio.node.volume;

import dev.liteio.failure.Unavailable;
import dev.liteio.node.command.Command;
import dev.liteio.node.command.CommandFailure;
import dev.liteio.node.command.CommandRunner;
import dev.liteio.rpc.TimeLimit;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** NodeGetVolumeStats: how full a volume is. */
public final class Usage {
  private static final Duration MOST = Duration.ofSeconds(10);
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final Machine machine;
  private final StagedVolumes staged;
  private final CommandRunner runner;

  /** Measures on {@code machine}. */
  public Usage(Machine machine, StagedVolumes staged, CommandRunner runner) {
    this.machine = machine;
    this.staged = staged;
    this.runner = runner;
  }

  /** A number of something, in bytes or inodes. */
  public record Count(long total, long used, long available) {}

  /** What it has: one count of bytes for a raw device; bytes, then inodes for a file system. */
  public List<Count> of(String id, String path, TimeLimit limit) {
    Place place = Place.of(machine, staged, id, path);
    if (place.volume().use().isBlock()) {
      return List.of(new Count(place.disk().sizeBytes(), 0, 0));
    }
    // a process and not statvfs in our own thread: over a target that is away it would hang
    var command =
        Command.of(limit.remaining(MOST), "stat", "-f", "--format=%S %b %f %a %c %d", path);
    try {
      return counts(runner.demand(command).out());
    } catch (CommandFailure e) {
      throw new Unavailable(e.explanation(), e);
    }
  }

  private static List<Count> counts(String out) {
    try {
      long[] n = SPACE.splitAsStream(out.strip()).mapToLong(Long::parseLong).toArray();
      return List.of(
          new Count(n[0] * n[1], n[0] * (n[1] - n[2]), n[0] * n[3]),
          new Count(n[4], n[4] - n[5], n[5]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new Unavailable("stat -f: '%s' (expected: six numbers)".formatted(out.strip()), e);
    }
  }
}
