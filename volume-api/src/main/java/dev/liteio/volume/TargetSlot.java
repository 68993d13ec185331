package dev.liteio.volume;

/** Which of the two targets that may serve one leg at a time: during an upgrade or a move, both. */
public enum TargetSlot {
  /** The lower half of a window. */
  A,
  /** The upper half of a window. */
  B
}
