package dev.liteio.node;

/**
 * Counts the effects on the outside world and dies at one of them, before it happens or after it
 * happened and before anybody learnt of it.
 */
public final class CrashPoint {
  private int seen;
  private int at = -1;

  /** Dies at the {@code n}-th moment from now on: two moments an effect, before and after. */
  public void armed(int n) {
    seen = 0;
    at = n;
  }

  /** Lives on. */
  public void disarmed() {
    at = -1;
  }

  /** How many moments there were since it was armed. */
  public int seen() {
    return seen;
  }

  /** One moment. */
  public void pass() {
    if (seen++ == at) {
      at = -1;
      throw new Crash();
    }
  }
}
