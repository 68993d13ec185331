package dev.liteio.e2e.csi;

import dev.liteio.e2e.site.Site;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks the target again and again how many hosts it lets in, and remembers the most. */
final class HostWatch implements AutoCloseable {
  private final TargetView target;
  private final CompletableFuture<Void> looking;
  private final AtomicInteger most = new AtomicInteger();
  private volatile boolean ended;

  private HostWatch(TargetView target) {
    this.target = target;
    this.looking = CompletableFuture.runAsync(this::look);
  }

  /** Looks from now on. */
  static HostWatch start(Site site) {
    return new HostWatch(TargetView.of(site));
  }

  private void look() {
    while (!ended) {
      target
          .subsystems()
          .forEach(subsystem -> most.accumulateAndGet(subsystem.hosts().size(), Math::max));
    }
  }

  /** The most hosts that one subsystem let in at a time. */
  int most() {
    return most.get();
  }

  /** Fails when a look did. */
  @Override
  public void close() {
    ended = true;
    looking.join();
    target.close();
  }
}
