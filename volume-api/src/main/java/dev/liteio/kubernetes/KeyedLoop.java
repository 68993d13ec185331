package dev.liteio.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A level-triggered loop: keys come in from watches and timers, a few workers reconcile them, never
 * two the same key at once. A failure is tried again after a back-off of that key's own.
 */
public final class KeyedLoop<K> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeyedLoop.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final Reconciler<K> reconciler;
  private final Backoff backoff;
  private final WorkQueue<K> queue = new WorkQueue<>();
  private final Map<K, Integer> failures = new ConcurrentHashMap<>();
  private final List<Thread> workers = new ArrayList<>();

  /**
   * A loop that is not running yet.
   *
   * @param name in logs, such as {@code pool}
   */
  public KeyedLoop(String name, Reconciler<K> reconciler, Backoff backoff) {
    this.name = name;
    this.reconciler = reconciler;
    this.backoff = backoff;
  }

  /** Starts {@code count} workers. */
  public void start(int count) {
    for (int i = 0; i < count; i++) {
      workers.add(Thread.ofVirtual().name("loop-" + name + "-" + i).start(this::work));
    }
  }

  /** Look at it soon. */
  public void wake(K key) {
    queue.add(key);
  }

  private void work() {
    try {
      Optional<K> key = queue.take();
      while (key.isPresent()) {
        one(key.get());
        key = queue.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void one(K key) throws InterruptedException {
    try (var _ = MDC.putCloseable(name, key.toString())) {
      Optional<Duration> next = reconciler.reconcile(key);
      failures.remove(key);
      next.ifPresent(wait -> queue.addAfter(key, wait));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      int count = failures.merge(key, 1, Integer::sum);
      Duration wait = backoff.after(count);
      LOG.warn(
          "loop={} key={} failures={} retryMillis={} error=\"{}\"",
          name,
          key,
          count,
          wait.toMillis(),
          e.toString(),
          LOG.isDebugEnabled() ? e : null);
      queue.addAfter(key, wait);
    } finally {
      queue.done(key);
    }
  }

  /** Lets the keys under way come to their end and takes no others. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    for (Thread worker : workers) {
      try {
        if (!worker.join(STOP_LIMIT)) {
          worker.interrupt();
        }
      } catch (InterruptedException e) {
        interrupted = true;
        worker.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
