package dev.liteio.e2e.fencing;

import dev.liteio.target.host.HostOptions;
import dev.liteio.target.host.NvmeHost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A host that writes and never gives up: over several connections at once, and whenever one is cut
 * it comes back under the name it has.
 */
final class EndlessWriter implements AutoCloseable {

  private static final int CONNECTIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final HostOptions options;
  private final AtomicLong last;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Thread> threads = new ArrayList<>();
  private long written;
  private long refused;
  private boolean stopping;

  /**
   * Begins to write numbers, each once.
   *
   * @param from the numbers begin behind it
   */
  EndlessWriter(HostOptions options, long from) {
    this.options = options;
    this.last = new AtomicLong(from);
    for (int i = 0; i < CONNECTIONS; i++) {
      int first = i;
      threads.add(Thread.ofPlatform().daemon().name("writer-" + first).start(() -> write(first)));
    }
  }

  private void write(int first) {
    NvmeHost host = null;
    int blockSize = 0;
    for (int slot = first; goesOn(); slot += CONNECTIONS) {
      try {
        if (host == null) {
          host = NvmeHost.connect(options);
          blockSize = Slots.blockSize(host);
        }
        Slots.write(host, blockSize, slot % Slots.COUNT, last.incrementAndGet());
        count(true);
      } catch (IOException e) {
        close(host);
        host = null;
        count(false);
      }
    }
    close(host);
  }

  private static void close(@Nullable NvmeHost host) {
    if (host != null) {
      host.close();
    }
  }

  private boolean goesOn() {
    lock.lock();
    try {
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  private void count(boolean success) {
    lock.lock();
    try {
      written += success ? 1 : 0;
      refused += success ? 0 : 1;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many more writes were acknowledged. */
  void awaitWrites(int more) throws InterruptedException {
    lock.lock();
    try {
      long goal = written + more;
      long left = PATIENCE.toNanos();
      while (written < goal) {
        left = awaitChange(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it was sent away so many more times. */
  void awaitRefusals(int more) throws InterruptedException {
    lock.lock();
    try {
      long goal = refused + more;
      long left = PATIENCE.toNanos();
      while (refused < goal) {
        left = awaitChange(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // its callers loop
  private long awaitChange(long left) throws InterruptedException {
    if (left <= 0) {
      throw new AssertionError(
          "written=%d refused=%d, and nothing more".formatted(written, refused));
    }
    return changed.awaitNanos(left);
  }

  /** The last number that it has begun to write. */
  long last() {
    return last.get();
  }

  /** How many writes were acknowledged so far. */
  long written() {
    lock.lock();
    try {
      return written;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
    } finally {
      lock.unlock();
    }
    for (Thread thread : threads) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
