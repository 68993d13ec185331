package dev.liteio.demo;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What was written where: each slot's last attempt and last acknowledgement. After a crash a slot
 * may hold anything between the two, nothing older, nothing else.
 */
final class Ledger {

  private final AtomicLongArray attempted;
  private final AtomicLongArray acknowledged;

  Ledger(int slots) {
    this.attempted = new AtomicLongArray(slots);
    this.acknowledged = new AtomicLongArray(slots);
  }

  int slots() {
    return attempted.length();
  }

  void attempt(int slot, long sequence) {
    attempted.set(slot, sequence);
  }

  void acknowledge(int slot, long sequence) {
    acknowledged.set(slot, sequence);
  }

  long lastAcknowledged(int slot) {
    return acknowledged.get(slot);
  }

  /** Whether a slot that holds {@code sequence} has lost nothing that was acknowledged. */
  boolean isPlausible(int slot, long sequence) {
    return sequence >= acknowledged.get(slot) && sequence <= attempted.get(slot);
  }
}
