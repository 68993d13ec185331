package dev.liteio.node;

import csi.v1.GetPluginInfoRequest;
import csi.v1.IdentityGrpc;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.node.cluster.Cluster;
import dev.liteio.node.cluster.KubernetesCluster;
import dev.liteio.node.command.Command;
import dev.liteio.node.command.CommandFailure;
import dev.liteio.node.command.CommandRunner;
import dev.liteio.node.command.ProcessRunner;
import dev.liteio.node.nvme.Disconnector;
import dev.liteio.node.nvme.SysfsDisconnector;
import dev.liteio.rpc.Driver;
import dev.liteio.rpc.HealthEndpoint;
import dev.liteio.rpc.IdentityService;
import dev.liteio.rpc.InFlight;
import dev.liteio.rpc.UnixSocketChannel;
import dev.liteio.rpc.UnixSocketServer;
import dev.liteio.volume.NodeName;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.grpc.BindableService;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node plugin: CSI Identity and Node on a unix socket, made known to the kubelet. */
public final class NodeApplication implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeApplication.class);
  private static final Duration MODPROBE = Duration.ofSeconds(10);
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(30);

  private final NodeConfig config;
  private final Cluster cluster;
  private final CommandRunner runner;
  private final NodeParts parts;
  private final InFlight inFlight = new InFlight();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("paths").daemon().factory());
  private @Nullable UnixSocketServer server;
  private @Nullable KubeletRegistration registration;
  private @Nullable HealthEndpoint health;

  /** A node plugin that talks to the API through {@code client}, which the caller closes. */
  public NodeApplication(NodeConfig config, KubernetesClient client) {
    this(
        config,
        new KubernetesCluster(client),
        new ProcessRunner(),
        new SysfsDisconnector(config.sys()));
  }

  NodeApplication(
      NodeConfig config, Cluster cluster, CommandRunner runner, Disconnector disconnector) {
    this.config = config;
    this.cluster = cluster;
    this.runner = runner;
    this.parts = NodeParts.of(config, cluster, runner, disconnector);
  }

  /**
   * Serves from now on.
   *
   * @throws IOException when a socket or a port cannot be had
   */
  public void start() throws IOException {
    long begin = System.nanoTime();
    var node = new NodeName(config.nodeName());
    loadModule();
    List<BindableService> services =
        List.of(
            new IdentityService(Driver.thisBuild(), this::ready),
            new NodeService(node, config.mostVolumes(), parts, inFlight));
    server = UnixSocketServer.start(config.csiSocket(), services);
    if (config.healthPort().isPresent()) {
      health = HealthEndpoint.start(config.healthPort().getAsInt(), this::trouble);
    }
    if (config.registrationDirectory().isPresent()) {
      answerOnce();
      // last: the kubelet calls as soon as it sees the socket
      registration =
          KubeletRegistration.start(
              config.registrationDirectory().get(), Driver.NAME, config.kubeletCsiSocket());
    }
    // not awaited: a node has to be able to let go of volumes while the API is away
    looks.execute(this::askApi);
    long interval = config.lookInterval().toMillis();
    var _ = looks.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
    log.info(
        "node={} socket={} startMillis={} ready",
        node,
        config.csiSocket(),
        Duration.ofNanos(System.nanoTime() - begin).toMillis());
  }

  /**
   * The kubelet waits a second for the first answer, and after each that came too late twice as
   * long before it asks again: what a first call loads is loaded before there can be one.
   */
  private void answerOnce() {
    try (UnixSocketChannel channel = new UnixSocketChannel(config.csiSocket())) {
      var _ =
          IdentityGrpc.newBlockingStub(channel.channel())
              .withDeadlineAfter(FIRST_ANSWER.toSeconds(), TimeUnit.SECONDS)
              .getPluginInfo(GetPluginInfoRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      log.warn("socket={} no answer to ourselves: {}", config.csiSocket(), e.getStatus());
    }
  }

  /** The port that /healthz answers on. */
  public OptionalInt healthPort() {
    return health == null ? OptionalInt.empty() : OptionalInt.of(health.port());
  }

  @Override
  public void close() {
    if (registration != null) {
      registration.close();
    }
    looks.shutdownNow();
    if (server != null) {
      server.close();
    }
    if (health != null) {
      health.close();
    }
  }

  private boolean ready() {
    String wrong = trouble();
    if (!wrong.isEmpty()) {
      throw new FailedPrecondition(wrong);
    }
    return true;
  }

  private String trouble() {
    if (Files.notExists(config.dev().resolve("nvme-fabrics"))) {
      return "%s/nvme-fabrics is missing: load the kernel module nvme-tcp on the host"
          .formatted(config.dev());
    }
    return registration == null ? "" : registration.refusal();
  }

  /** Usually the host has it already; where it has not and we may, this spares a step. */
  private void loadModule() {
    if (Files.exists(config.dev().resolve("nvme-fabrics"))) {
      return;
    }
    try {
      var _ = runner.demand(Command.of(MODPROBE, "modprobe", "nvme-tcp"));
    } catch (CommandFailure e) {
      log.warn("module=nvme-tcp not loaded: {}", e.explanation());
    }
  }

  private void askApi() {
    long begin = System.nanoTime();
    log.info(
        "node={} apiReachable={} millis={}",
        config.nodeName(),
        cluster.isReachable(),
        Duration.ofNanos(System.nanoTime() - begin).toMillis());
  }

  private void look() {
    try {
      parts.keeper().look(inFlight);
    } catch (RuntimeException e) {
      log.warn("look at paths failed", e);
    }
  }
}
