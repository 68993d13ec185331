package dev.liteio.rpc;

import dev.liteio.failure.OperationPending;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * At most one call per volume at a time; a second one is told to come back (ABORTED). What a
 * process does in the background gives way: it never takes a volume that a call holds, and a call
 * waits a moment for it.
 */
public final class InFlight {
  private static final Duration MOST_FOR_BACKGROUND = Duration.ofSeconds(30);
  private static final String BACKGROUND = "look in the background";

  private final Map<String, String> holders = new HashMap<>();

  /**
   * Takes {@code key} until the claim is closed.
   *
   * @param key a volume id, or the name of a volume that has no id yet
   * @param rpc who takes it
   * @throws OperationPending when another call holds it
   */
  public synchronized Claim claim(String key, String rpc) {
    var patience = TimeLimit.ofCall(MOST_FOR_BACKGROUND);
    awaitBackground(key, patience);
    String holder = holders.putIfAbsent(key, rpc);
    if (holder != null) {
      throw new OperationPending(
          "%s: a %s for it is under way, %s has to wait; repeat the call"
              .formatted(key, holder, rpc));
    }
    return new Claim(this, key);
  }

  /** Takes {@code key} for something that nobody waits for; absent when a call holds it. */
  public synchronized Optional<Claim> background(String key) {
    return holders.putIfAbsent(key, BACKGROUND) == null
        ? Optional.of(new Claim(this, key))
        : Optional.empty();
  }

  private synchronized void awaitBackground(String key, TimeLimit patience) {
    try {
      while (BACKGROUND.equals(holders.get(key)) && !patience.expired()) {
        wait(Math.max(1, patience.remaining().toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationPending("interrupted; repeat the call", e);
    }
  }

  private synchronized void release(String key) {
    holders.remove(key);
    notifyAll();
  }

  /** Held until closed. */
  public record Claim(InFlight inFlight, String key) implements AutoCloseable {
    @Override
    public void close() {
      inFlight.release(key);
    }
  }
}
