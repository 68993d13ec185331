package dev.liteio.kubernetes;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Keys that want to be looked at: each at most once in the queue, and with at most one worker. A
 * key that is added while it is being worked on comes again afterwards.
 */
public final class WorkQueue<K> {

  private final Set<K> ready = new LinkedHashSet<>();
  private final Set<K> working = new HashSet<>();
  private final Set<K> again = new HashSet<>();
  private final Map<K, Long> dueNanos = new HashMap<>();
  private final PriorityQueue<Due<K>> waiting =
      new PriorityQueue<>((a, b) -> Long.compare(a.nanos() - b.nanos(), 0));
  private boolean closed;

  private record Due<K>(long nanos, K key) {}

  /** Look at it now. */
  public synchronized void add(K key) {
    if (closed) {
      return;
    }
    dueNanos.remove(key);
    if (working.contains(key)) {
      again.add(key);
    } else if (ready.add(key)) {
      notifyAll();
    }
  }

  /** Look at it after that time, if nobody asks for it before. */
  public synchronized void addAfter(K key, Duration wait) {
    long due = System.nanoTime() + wait.toNanos();
    Long present = dueNanos.get(key);
    if (closed || ready.contains(key) || (present != null && present - due <= 0)) {
      return;
    }
    dueNanos.put(key, due);
    waiting.add(new Due<>(due, key));
    notifyAll();
  }

  /** Waits for a key; empty when the queue is closed. */
  public synchronized Optional<K> take() throws InterruptedException {
    while (!closed) {
      long wait = promoteDue();
      if (!ready.isEmpty()) {
        K key = ready.iterator().next();
        ready.remove(key);
        working.add(key);
        return Optional.of(key);
      }
      if (wait == Long.MAX_VALUE) {
        wait();
      } else {
        wait(wait / 1_000_000, (int) (wait % 1_000_000));
      }
    }
    return Optional.empty();
  }

  /** Moves what is due; returns the nanoseconds until the next is. */
  private long promoteDue() {
    long now = System.nanoTime();
    while (!waiting.isEmpty() && waiting.peek().nanos() - now <= 0) {
      Due<K> due = waiting.remove();
      Long expected = dueNanos.get(due.key());
      if (expected != null && expected == due.nanos()) {
        add(due.key());
      }
    }
    return waiting.isEmpty() ? Long.MAX_VALUE : Math.max(1, waiting.peek().nanos() - now);
  }

  /** The worker is through with it. */
  public synchronized void done(K key) {
    working.remove(key);
    if (again.remove(key)) {
      add(key);
    }
  }

  /** Nothing more is given out. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
