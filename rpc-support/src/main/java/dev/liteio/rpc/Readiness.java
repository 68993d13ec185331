package dev.liteio.rpc;

/** What Probe asks. */
@FunctionalInterface
public interface Readiness {
  /**
   * Whether calls can be served; false while starting.
   *
   * @throws dev.liteio.failure.FailedPrecondition when a dependency is missing; the message says
   *     which
   */
  boolean ready();
}
