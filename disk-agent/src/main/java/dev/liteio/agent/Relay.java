package dev.liteio.agent;

import dev.liteio.agent.cluster.Wishes;
import dev.liteio.kubernetes.KeyedLoop;
import org.jspecify.annotations.Nullable;

/** Passes what watches and the target say on to the loop, as soon as there is one. */
final class Relay {

  private @Nullable KeyedLoop<String> loop;
  private @Nullable Wishes wishes;

  synchronized void connect(KeyedLoop<String> toLoop, Wishes ofWishes) {
    loop = toLoop;
    wishes = ofWishes;
    wakeAll();
  }

  synchronized void wake(String pool) {
    if (loop != null) {
      loop.wake(pool);
    }
  }

  synchronized void wakeAll() {
    if (loop != null && wishes != null) {
      wishes.poolNames().forEach(loop::wake);
    }
  }
}
