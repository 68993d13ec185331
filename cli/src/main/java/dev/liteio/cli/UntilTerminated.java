package dev.liteio.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a role until the process is asked to end (SIGTERM, SIGINT), then closes it in order. */
final class UntilTerminated {

  private static final Logger LOG = LoggerFactory.getLogger(UntilTerminated.class);
  private static final long CLOSE_SECONDS = 25;

  private UntilTerminated() {}

  /** Waits for the end, then closes {@code parts} in the order given. */
  static void run(AutoCloseable... parts) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> awaitClose(asked, closed)));
    asked.await();
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn(
            "action=close part={} error=\"{}\"", part.getClass().getSimpleName(), e.toString());
      }
    }
    closed.countDown();
  }

  private static void awaitClose(CountDownLatch asked, CountDownLatch closed) {
    asked.countDown();
    try {
      if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("action=close error=\"not done after {} s\"", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
