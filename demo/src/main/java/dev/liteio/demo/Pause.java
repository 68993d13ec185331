package dev.liteio.demo;

import java.util.concurrent.CountDownLatch;

/** The end of a story that leaves everything running, until somebody stops it. */
final class Pause {

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Begins, and returns when it is stopped. */
  void await() throws InterruptedException {
    begun.countDown();
    stopped.await();
  }

  /** Ends it; answers whether it had begun. */
  boolean stop() {
    stopped.countDown();
    return begun.getCount() == 0;
  }
}
