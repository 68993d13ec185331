package dev.liteio.target.nvmf;

import dev.liteio.target.nvme.Outcome;
import dev.liteio.target.nvme.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The events of one controller: told once, then held back until the host reads the log about them.
 */
final class AsyncEvents {

  private static final int LIMIT = 4;
  private static final int LIST_LIMIT = 1024;

  private final Deque<Integer> open = new ArrayDeque<>();
  private final Set<AsyncEvent> pending = EnumSet.noneOf(AsyncEvent.class);
  private final Set<AsyncEvent> told = EnumSet.noneOf(AsyncEvent.class);
  private final Set<Integer> changedNamespaces = new TreeSet<>();
  private int configuration;

  synchronized void configure(int bits) {
    configuration = bits;
  }

  synchronized int configuration() {
    return configuration;
  }

  /** Keeps the request open until there is something to tell; returns an outcome when it cannot. */
  synchronized @Nullable Outcome request(int cid) {
    for (AsyncEvent event : AsyncEvent.values()) {
      if (pending.remove(event)) {
        told.add(event);
        return Outcome.ok(event.result());
      }
    }
    if (open.size() >= LIMIT) {
      return Outcome.error(Status.ASYNC_EVENT_LIMIT);
    }
    open.add(cid);
    return null;
  }

  /** Takes back an open request; returns whether there was one. */
  synchronized boolean abort(int cid) {
    return open.remove(cid);
  }

  synchronized void namespaceChanged(int nsid, @Nullable QueuePair admin) {
    if (changedNamespaces.size() < LIST_LIMIT) {
      changedNamespaces.add(nsid);
    }
    raise(AsyncEvent.NAMESPACE_CHANGED, admin);
  }

  synchronized void anaChanged(@Nullable QueuePair admin) {
    raise(AsyncEvent.ANA_CHANGED, admin);
  }

  private void raise(AsyncEvent event, @Nullable QueuePair admin) {
    if ((configuration & event.configuration()) == 0 || told.contains(event)) {
      return;
    }
    Integer cid = admin == null ? null : open.poll();
    if (cid == null || admin == null) {
      pending.add(event);
      return;
    }
    told.add(event);
    admin.complete(cid, Outcome.ok(event.result()));
  }

  /** The host read that log page. */
  synchronized void logRead(int page) {
    for (AsyncEvent event : AsyncEvent.values()) {
      if (event.logPage() == page) {
        told.remove(event);
      }
    }
  }

  /** The namespaces that changed since this was asked last. */
  synchronized int[] takeChangedNamespaces() {
    int[] list = changedNamespaces.stream().mapToInt(Integer::intValue).toArray();
    changedNamespaces.clear();
    return list;
  }
}
