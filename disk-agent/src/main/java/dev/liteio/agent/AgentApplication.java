package dev.liteio.agent;

import dev.liteio.agent.cluster.StatusWriter;
import dev.liteio.agent.cluster.Wishes;
import dev.liteio.agent.device.HolderJournal;
import dev.liteio.agent.device.NodeLock;
import dev.liteio.agent.device.ProcessTable;
import dev.liteio.agent.link.DepartedTarget;
import dev.liteio.agent.link.TargetLink;
import dev.liteio.agent.plan.ServingTerms;
import dev.liteio.kubernetes.Backoff;
import dev.liteio.kubernetes.EventRecorder;
import dev.liteio.kubernetes.KeyedLoop;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The agent of one storage node. Ends without leaving anything half done that it cannot resume. */
public final class AgentApplication implements AutoCloseable {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
  private static final int WORKERS = 4;

  private final AgentConfig config;
  private final KubernetesClient client;
  private @Nullable Running running;

  /** An agent that is not started yet. */
  public AgentApplication(AgentConfig config, KubernetesClient client) {
    this.config = config;
    this.client = client;
  }

  /**
   * Starts; neither API server nor target need to be there yet.
   *
   * @throws IllegalStateException when another agent runs on this node
   */
  public synchronized void start() {
    if (running != null) {
      throw new IllegalStateException("the agent of node " + config.node() + " runs already");
    }
    try {
      NodeLock lock = NodeLock.take(config.lockFile());
      try {
        running = Running.begin(config, client, lock);
      } catch (RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "lock file %s: %s".formatted(config.lockFile(), e.getMessage()), e);
    }
  }

  /** What keeps it from serving what is asked of this node, for people; empty when nothing does. */
  public synchronized String trouble() {
    return running == null ? "the agent does not run" : running.reconciler.trouble();
  }

  @Override
  public synchronized void close() {
    if (running != null) {
      running.end();
      running = null;
    }
  }

  private record Running(
      NodeLock lock,
      Wishes wishes,
      TargetLink link,
      StatusWriter writer,
      KeyedLoop<String> loop,
      PoolReconciler reconciler) {

    static Running begin(AgentConfig config, KubernetesClient client, NodeLock lock) {
      ProcessTable processes = new ProcessTable(Path.of("/proc"));
      HolderJournal journal = new HolderJournal(config.journal());
      Clock clock = Clock.systemUTC();
      Relay relay = new Relay();
      Wishes wishes = new Wishes(client, config.node(), relay::wake);
      StatusWriter writer =
          new StatusWriter(
              client,
              wishes::volume,
              new EventRecorder(client, "liteio-agent", config.eventNamespace(), clock),
              clock);
      TargetLink link = TargetLink.open(config, processes, journal, relay::wakeAll);
      PoolReconciler reconciler =
          new PoolReconciler(
              wishes,
              link,
              new DepartedTarget(journal, processes),
              writer,
              new ServingTerms(config.endpoints(), config.slot()),
              config.resync(),
              clock);
      KeyedLoop<String> loop = new KeyedLoop<>("pool", reconciler, BACKOFF);
      relay.connect(loop, wishes);
      wishes.start();
      loop.start(WORKERS);
      return new Running(lock, wishes, link, writer, loop, reconciler);
    }

    void end() {
      loop.close();
      wishes.close();
      link.close();
      writer.close();
      try {
        lock.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the lock could not be given back", e);
      }
    }
  }
}
