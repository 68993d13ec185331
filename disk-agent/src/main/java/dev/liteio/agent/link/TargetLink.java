package dev.liteio.agent.link;

import dev.liteio.agent.AgentConfig;
import dev.liteio.agent.device.DeviceProbe;
import dev.liteio.agent.device.DeviceUse;
import dev.liteio.agent.device.HolderJournal;
import dev.liteio.agent.device.ProcessTable;
import dev.liteio.agent.device.TargetProcess;
import dev.liteio.agent.engine.LvsEngine;
import dev.liteio.agent.engine.LvsLoader;
import dev.liteio.agent.export.SpdkExporter;
import dev.liteio.agent.pass.TargetSession;
import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.jsonrpc.Answers;
import dev.liteio.spdk.jsonrpc.ConnectionListener;
import dev.liteio.spdk.jsonrpc.JsonRpcClient;
import dev.liteio.spdk.jsonrpc.JsonRpcConfig;
import dev.liteio.spdk.jsonrpc.JsonRpcException;
import dev.liteio.spdk.lvol.LvstoreQueues;
import dev.liteio.spdk.nvmf.CreateTransport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with the target. Each connection is a session of its own: what was decided for
 * one process never reaches the next.
 */
public final class TargetLink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TargetLink.class);
  private static final Duration CLEARING = Duration.ofHours(6);
  private static final Duration STARTING = Duration.ofMinutes(2);

  private final AgentConfig config;
  private final ProcessTable processes;
  private final HolderJournal journal;
  private final Runnable changed;
  private final JsonRpcClient client;
  private final LvstoreQueues queues = new LvstoreQueues();
  private final AtomicReference<@Nullable TargetSession> session = new AtomicReference<>();
  private volatile String trouble = "not connected yet";

  private TargetLink(
      AgentConfig config, ProcessTable processes, HolderJournal journal, Runnable changed) {
    this.config = config;
    this.processes = processes;
    this.journal = journal;
    this.changed = changed;
    this.client =
        JsonRpcClient.start(JsonRpcConfig.of(config.rpcSocket()).withDeadline(config.deadline()));
  }

  /** Begins to connect; {@code changed} is called whenever a session comes or goes. */
  public static TargetLink open(
      AgentConfig config, ProcessTable processes, HolderJournal journal, Runnable changed) {
    TargetLink link = new TargetLink(config, processes, journal, changed);
    link.client.addListener(link.new Arrivals());
    return link;
  }

  /** The session, while there is one. */
  public Optional<TargetSession> session() {
    return Optional.ofNullable(session.get());
  }

  /** Why there is no session, for people. */
  public String trouble() {
    return trouble;
  }

  private TargetSession begin(long generation) {
    Answers.await(target(generation, STARTING).framework().waitInit());
    SpdkTarget target = target(generation, config.deadline());
    long pid = Answers.await(target.framework().reactors()).pid();
    TargetProcess process = TargetProcess.identify(processes, pid, config.rpcSocket());
    if (!process.verified()) {
      log.warn(
          "event=target-process-unverified pid={} socket={} hint=\"run agent and target in one pid and network namespace, else the end of the target proves nothing\"",
          pid,
          config.rpcSocket());
    }
    ensureTransport(target);
    LvsLoader loader =
        new LvsLoader(
            target(generation, CLEARING),
            process,
            processes,
            journal,
            new DeviceProbe(DeviceUse.ofThisMachine()),
            config.fileBlockSize());
    return new TargetSession(
        process, new LvsEngine(target, loader), new SpdkExporter(target.nvmf()));
  }

  /** Who drives the target beside us may be faster. */
  private static void ensureTransport(SpdkTarget target) {
    if (speaksTcp(target)) {
      return;
    }
    try {
      Answers.await(target.nvmf().createTransport(CreateTransport.tcp()));
    } catch (JsonRpcException.Remote refused) {
      if (!speaksTcp(target)) {
        throw refused;
      }
    }
  }

  private static boolean speaksTcp(SpdkTarget target) {
    return Answers.await(target.nvmf().transports()).stream()
        .anyMatch(transport -> transport.trtype().equalsIgnoreCase("TCP"));
  }

  private SpdkTarget target(long generation, Duration deadline) {
    return SpdkTarget.over(client.within(deadline).onGeneration(generation), queues);
  }

  @Override
  public void close() {
    session.set(null);
    client.close();
  }

  /** Told in order, one at a time. */
  private final class Arrivals implements ConnectionListener {

    @Override
    public void connected(long generation) {
      try {
        TargetSession fresh = begin(generation);
        session.set(fresh);
        log.info(
            "event=session-began incarnation={} socket={}",
            fresh.process().incarnation(),
            config.rpcSocket());
      } catch (JsonRpcException e) {
        trouble = "the target at %s: %s".formatted(config.rpcSocket(), e.getMessage());
        log.warn(
            "event=session-refused socket={} error=\"{}\"", config.rpcSocket(), e.getMessage());
        client.reconnect("the target could not be set up");
        return;
      }
      changed.run();
    }

    @Override
    public void disconnected(long generation, JsonRpcException cause) {
      session.set(null);
      trouble = "the target at %s: %s".formatted(config.rpcSocket(), cause.getMessage());
      changed.run();
    }
  }
}
