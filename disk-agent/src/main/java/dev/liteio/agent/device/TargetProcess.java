package dev.liteio.agent.device;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The process of a target.
 *
 * @param pid as the target reports it
 * @param start in ticks since boot; 0 when the pid could not be verified to be one of ours
 * @param bootId of the machine
 * @param socket where it answers
 */
public record TargetProcess(long pid, long start, String bootId, String socket) {

  private static final int BOOT_DIGITS = 8;

  /** Identifies the process behind this socket, which says that its pid is {@code pid}. */
  public static TargetProcess identify(ProcessTable table, long pid, Path socket) {
    OptionalLong start = table.listensAt(pid, socket) ? table.startOf(pid) : OptionalLong.empty();
    return new TargetProcess(pid, start.orElse(0), table.bootId(), socket.toString());
  }

  /** Whether it is known for certain which process of this machine it is. */
  public boolean verified() {
    return start != 0;
  }

  /** Whether it is certain that it is gone. */
  public boolean isProvenGone(ProcessTable table) {
    if (!bootId.equals(table.bootId())) {
      return true;
    }
    OptionalLong now = table.startOf(pid);
    return verified() && (now.isEmpty() || now.getAsLong() != start);
  }

  /** One word for statuses: another process, or another boot, is another word. */
  public String incarnation() {
    return "%d-%d-%s"
        .formatted(pid, start, bootId.substring(0, Math.min(BOOT_DIGITS, bootId.length())));
  }
}
