package dev.liteio.volume;

/**
 * One of 8 windows of 8000 controller ids within a leg. Two targets that may serve one NQN at the
 * same time hand out ids from halves that do not meet (NVMe Base 2.0: a CNTLID is unique within the
 * subsystem).
 */
public record ControllerIdWindow(int index) {

  /** How many windows a leg has. */
  public static final int COUNT = 8;

  private static final int SIZE = 8000;
  private static final int HALF = SIZE / 2;

  public ControllerIdWindow {
    if (index < 0 || index >= COUNT) {
      throw new IllegalArgumentException(
          "controller id window: %d (expected: 0 to %d)".formatted(index, COUNT - 1));
    }
  }

  /** The lowest controller id of that target. */
  public int min(TargetSlot slot) {
    return index * SIZE + 1 + (slot == TargetSlot.A ? 0 : HALF);
  }

  /** The highest controller id of that target. */
  public int max(TargetSlot slot) {
    return min(slot) + HALF - 1;
  }
}
