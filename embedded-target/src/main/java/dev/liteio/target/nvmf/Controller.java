package dev.liteio.target.nvmf;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A host's association with a subsystem: its identity, its queues, its properties. */
public final class Controller {

  private static final long MIN_KEEP_ALIVE_MILLIS = 10_000;
  private static final int CC_ENABLE = 1;
  private static final int CC_SHUTDOWN = 3 << 14;
  private static final int CSTS_READY = 1;
  private static final int CSTS_SHUTDOWN_COMPLETE = 2 << 2;

  private final Subsystem subsystem;
  private final SubsystemListener listener;
  private final int cntlid;
  private final String hostNqn;
  private final UUID hostId;
  private final long keepAliveMillis;
  private final ConcurrentSkipListMap<Integer, QueuePair> queues = new ConcurrentSkipListMap<>();
  private final AsyncEvents events = new AsyncEvents();
  private final Features features = new Features();
  private volatile long lastHeardNanos = System.nanoTime();
  private volatile int configuration;
  private volatile int status;
  private volatile boolean closing;

  Controller(
      Subsystem subsystem,
      SubsystemListener listener,
      int cntlid,
      String hostNqn,
      UUID hostId,
      long keepAliveMillis) {
    this.subsystem = subsystem;
    this.listener = listener;
    this.cntlid = cntlid;
    this.hostNqn = hostNqn;
    this.hostId = hostId;
    this.keepAliveMillis =
        keepAliveMillis == 0 ? 0 : Math.max(keepAliveMillis, MIN_KEEP_ALIVE_MILLIS);
  }

  public Subsystem subsystem() {
    return subsystem;
  }

  public SubsystemListener listener() {
    return listener;
  }

  public int cntlid() {
    return cntlid;
  }

  public String hostNqn() {
    return hostNqn;
  }

  public UUID hostId() {
    return hostId;
  }

  /** Its queues, the admin queue first. */
  public List<QueuePair> queues() {
    return List.copyOf(queues.values());
  }

  AsyncEvents events() {
    return events;
  }

  Features features() {
    return features;
  }

  @Nullable QueuePair adminQueue() {
    return queues.get(0);
  }

  /** Adds a queue; false when there is one of that id or the controller is on its way out. */
  boolean add(QueuePair queue) {
    if (closing || queues.putIfAbsent(queue.qid(), queue) != null) {
      return false;
    }
    if (closing) {
      queueGone(queue);
      return false;
    }
    return true;
  }

  /** A queue's connection is gone. The admin queue takes the others with it. */
  public void queueGone(QueuePair queue) {
    queues.remove(queue.qid(), queue);
    if (queue.qid() == 0) {
      stop();
    }
    if (queues.isEmpty() && closing) {
      subsystem.controllerGone(this);
    }
  }

  /** Cuts every connection; nothing that has not begun will. */
  public void stop() {
    closing = true;
    queues.values().forEach(QueuePair::stop);
    if (queues.isEmpty()) {
      subsystem.controllerGone(this);
    }
  }

  /** Waits until nothing of it is left. */
  boolean awaitStopped(long deadlineNanos) throws InterruptedException {
    for (QueuePair queue : queues.values()) {
      if (!queue.awaitStopped(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }

  /** A sign of life. */
  void heard() {
    lastHeardNanos = System.nanoTime();
  }

  /** What the host asked for, at least what the transport allows; 0 = no keep-alive. */
  long keepAliveMillis() {
    return keepAliveMillis;
  }

  boolean isExpired(long nowNanos) {
    return keepAliveMillis > 0
        && nowNanos - lastHeardNanos > TimeUnit.MILLISECONDS.toNanos(keepAliveMillis);
  }

  int configuration() {
    return configuration;
  }

  int status() {
    return status;
  }

  /** Property CC (NVMe Base 2.0, 3.1.3.5). */
  void configure(int value) {
    configuration = value;
    if ((value & CC_SHUTDOWN) != 0) {
      status = (status & ~CSTS_READY) | CSTS_SHUTDOWN_COMPLETE | (value & CC_ENABLE);
    } else {
      status = (value & CC_ENABLE) != 0 ? CSTS_READY : 0;
    }
  }

  boolean isReady() {
    return (status & CSTS_READY) != 0;
  }
}
