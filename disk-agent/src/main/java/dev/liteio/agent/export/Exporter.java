package dev.liteio.agent.export;

import dev.liteio.crd.Endpoint;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Serves volumes to hosts.
 *
 * <p>Nobody may connect who is not listed. An export listens only when its namespace is in place
 * and its hosts are listed: a host that finds no namespace loses its disk for good. A future that
 * fails says nothing about whether the change took place: read again.
 */
public interface Exporter {

  /** All exports of ours by NQN, without a closer look. */
  CompletableFuture<Map<String, ObservedExport>> list();

  /** A closer look at one export: path states, and who has something open. */
  CompletableFuture<ObservedExport> look(ObservedExport export);

  /** Completes an export from what was seen of it; its listeners come last. Revokes nobody. */
  CompletableFuture<Void> export(ExportOrder order, @Nullable ObservedExport seen);

  /** Lets a host in that is not listed yet. */
  CompletableFuture<Void> allow(String nqn, String host);

  /**
   * Cuts a listed host off. Done means: nothing of it is in flight and nothing will land. Failed
   * means that only a closer look can prove it later.
   */
  CompletableFuture<Void> revoke(String nqn, String host);

  /** Sets how an endpoint serves the two ANA groups. */
  CompletableFuture<Void> setPathState(String nqn, Endpoint endpoint, PathState state);

  /** Stops listening; hosts wait and come back. */
  CompletableFuture<Void> close(ObservedExport seen);

  /** Takes an export away; done when there is none. */
  CompletableFuture<Void> unexport(String nqn);
}
