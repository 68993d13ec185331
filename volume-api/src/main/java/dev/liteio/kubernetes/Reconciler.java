package dev.liteio.kubernetes;

import java.time.Duration;
import java.util.Optional;

/**
 * Brings what is real in line with what is wanted, for one key. It is not told what happened: it
 * looks.
 */
@FunctionalInterface
public interface Reconciler<K> {

  /**
   * Looks at {@code key} and does what is to be done.
   *
   * @return when to look again although nothing was heard; empty = only when something is
   * @throws Exception to be tried again after a back-off
   */
  Optional<Duration> reconcile(K key) throws Exception;
}
