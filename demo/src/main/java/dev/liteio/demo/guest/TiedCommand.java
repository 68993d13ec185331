package dev.liteio.demo.guest;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands that die with this JVM, however it ends: they are killed when our end of their input is
 * gone, which must be left open and unused.
 */
public final class TiedCommand {
  // the program itself has the process id we know
  private static final String SCRIPT =
      """
      exec 3<&0 </dev/null
      (
        trap '' HUP INT TERM
        read -r _ <&3
        read -r _ _ _ parent _ </proc/self/stat
        [ "$parent" = $$ ] && kill -KILL $$
      ) >/dev/null 2>&1 &
      exec 3<&- "$@"
      """;

  private TiedCommand() {}

  /**
   * The command that runs this one, tied.
   *
   * @param name what its shell is called in a list of processes
   */
  public static List<String> of(String name, List<String> argv) {
    List<String> tied = new ArrayList<>(List.of("/bin/bash", "-c", SCRIPT, name));
    tied.addAll(argv);
    return tied;
  }
}
