package dev.liteio.spdk.jsonrpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The calls of one connection that are not settled, by id and by deadline. */
final class CallTable {

  /** So many unanswered calls mean that the target has stopped answering. */
  static final int MOST_OVERDUE = 4096;

  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private final Map<Long, PendingCall<?>> byId = new HashMap<>();
  private final NavigableSet<PendingCall<?>> byDeadline =
      new TreeSet<>(CallTable::compareDeadlines);
  private int overdue;

  void add(PendingCall<?> call) {
    byId.put(call.id(), call);
    byDeadline.add(call);
  }

  /** The call that this answer is for, which leaves the table. */
  PendingCall<?> take(long id) throws ProtocolViolation {
    PendingCall<?> call = byId.remove(id);
    if (call == null || !call.isStarted()) {
      throw new ProtocolViolation(
          "the peer answered id " + id + ", which no call of this connection waits for");
    }
    byDeadline.remove(call);
    if (call.isExpired()) {
      overdue--;
    }
    return call;
  }

  /**
   * Ends those whose deadline has passed; the sent ones stay, for their late answers. True when
   * there were some that were not sent.
   */
  boolean expire(long now) throws ProtocolViolation {
    boolean unsent = false;
    while (!byDeadline.isEmpty() && byDeadline.first().deadline() - now <= 0) {
      PendingCall<?> call = byDeadline.removeFirst();
      call.expire();
      if (call.isStarted()) {
        overdue++;
      } else {
        byId.remove(call.id());
        unsent = true;
      }
    }
    if (overdue > MOST_OVERDUE) {
      throw new ProtocolViolation(overdue + " calls were not answered within their deadlines");
    }
    return unsent;
  }

  /** How long nothing can expire. */
  Duration quiet(long now) {
    return byDeadline.isEmpty()
        ? LONGEST_SLEEP
        : Duration.ofNanos(
            Math.clamp(byDeadline.first().deadline() - now, 0, LONGEST_SLEEP.toNanos()));
  }

  /** All of them, which leave the table. */
  List<PendingCall<?>> clear() {
    List<PendingCall<?>> all = new ArrayList<>(byId.values());
    byId.clear();
    byDeadline.clear();
    overdue = 0;
    return all;
  }

  private static int compareDeadlines(PendingCall<?> one, PendingCall<?> other) {
    int byDeadline = Long.signum(one.deadline() - other.deadline());
    return byDeadline != 0 ? byDeadline : Long.compare(one.id(), other.id());
  }
}
