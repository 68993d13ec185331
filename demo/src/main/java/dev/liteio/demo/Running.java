package dev.liteio.demo;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What has been started and has to be ended, the last first. */
final class Running implements AutoCloseable {

  private final PrintStream out;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Object ending = new Object();
  private boolean closed;

  /** {@code out} hears of what does not end properly. */
  Running(PrintStream out) {
    this.out = out;
  }

  /** Ends that part with the others; at once, when they have been ended already. */
  <T extends AutoCloseable> T keep(T part) {
    synchronized (this) {
      if (!closed) {
        parts.push(part);
        return part;
      }
    }
    end(part);
    throw new IllegalStateException("ended while it started");
  }

  /** Whether it is all to end, or has. */
  synchronized boolean isClosed() {
    return closed;
  }

  private synchronized @Nullable AutoCloseable next() {
    closed = true;
    return parts.poll();
  }

  /** Whoever comes second returns when the first is done. */
  @Override
  public void close() {
    synchronized (ending) {
      for (AutoCloseable part = next(); part != null; part = next()) {
        end(part);
      }
    }
  }

  private void end(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      out.printf("  cleaning up: %s%n", e);
    }
  }
}
