package dev.liteio.controller.cluster;

import dev.liteio.crd.LogicalVolume;
import dev.liteio.rpc.TimeLimit;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Waiting for something to become true of logical volumes. A look asks the API server, so it is
 * taken when what was heard of those very volumes makes it worth its requests, and now and then in
 * case nothing is heard.
 */
public final class Changes {

  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

  private final Function<String, Optional<LogicalVolume>> heard;
  private final Map<String, Set<Semaphore>> bells = new HashMap<>();

  /** Changes of what a watch hears: it may be old, and is only ever a reason to look. */
  public Changes(Function<String, Optional<LogicalVolume>> heard) {
    this.heard = heard;
  }

  /** The logical volume of that name, as it was heard of last. */
  public Optional<LogicalVolume> heard(String name) {
    return heard.apply(name);
  }

  /** Something was heard of a logical volume. */
  public synchronized void tell(String name) {
    bells.getOrDefault(name, Set.of()).forEach(Semaphore::release);
  }

  /** A look at the cluster; null = not yet. */
  @FunctionalInterface
  public interface Look<T> extends Supplier<@org.jspecify.annotations.Nullable T> {}

  /**
   * Looks until there is an answer.
   *
   * @param names the logical volumes that it depends on
   * @param worth whether there may be an answer, by what was heard
   * @return null when the time is over
   */
  public <T> @org.jspecify.annotations.Nullable T await(
      Collection<String> names, BooleanSupplier worth, Look<T> look, TimeLimit limit)
      throws InterruptedException {
    Semaphore bell = new Semaphore(0);
    hang(names, bell);
    try {
      boolean silent = false;
      while (true) {
        if (silent || worth.getAsBoolean() || limit.expired()) {
          T answer = look.get();
          if (answer != null || limit.expired()) {
            return answer;
          }
        }
        silent = !rings(bell, limit.remaining(LONGEST_SILENCE));
      }
    } finally {
      takeDown(names, bell);
    }
  }

  private static boolean rings(Semaphore bell, Duration most) throws InterruptedException {
    boolean rang = bell.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS);
    bell.drainPermits();
    return rang;
  }

  private synchronized void hang(Collection<String> names, Semaphore bell) {
    names.forEach(name -> bells.computeIfAbsent(name, key -> new HashSet<>()).add(bell));
  }

  private synchronized void takeDown(Collection<String> names, Semaphore bell) {
    for (String name : names) {
      Set<Semaphore> there = bells.getOrDefault(name, new HashSet<>());
      there.remove(bell);
      if (there.isEmpty()) {
        bells.remove(name);
      }
    }
  }
}
