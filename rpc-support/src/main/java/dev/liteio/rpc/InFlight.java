package dev.liteio.rpc;

import dev.liteio.failure.OperationPending;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** At most one call per volume at a time; a second one is told to come back (ABORTED). */
public final class InFlight {
  private final ConcurrentMap<String, String> calls = new ConcurrentHashMap<>();

  /**
   * Takes {@code key} until the claim is closed.
   *
   * @param key a volume id, or the name of a volume that has no id yet
   * @param rpc who takes it
   * @throws OperationPending when another call holds it
   */
  public Claim claim(String key, String rpc) {
    String holder = calls.putIfAbsent(key, rpc);
    if (holder != null) {
      throw new OperationPending(
          "%s: a %s for it is under way, %s has to wait; repeat the call"
              .formatted(key, holder, rpc));
    }
    return new Claim(calls, key);
  }

  /** Held until closed. */
  public record Claim(ConcurrentMap<String, String> calls, String key) implements AutoCloseable {
    @Override
    public void close() {
      calls.remove(key);
    }
  }
}
