package dev.liteio.controller;

import dev.liteio.controller.cluster.Changes;
import dev.liteio.controller.cluster.Cluster;
import dev.liteio.controller.cluster.KeptObjects;
import dev.liteio.controller.cluster.PoolTable;
import dev.liteio.controller.publish.PublishVolume;
import dev.liteio.controller.publish.UnpublishVolume;
import dev.liteio.controller.rpc.ControllerService;
import dev.liteio.controller.volume.CreateVolume;
import dev.liteio.controller.volume.DeleteVolume;
import dev.liteio.controller.volume.ExpandVolume;
import dev.liteio.controller.volume.Legs;
import dev.liteio.controller.volume.ListVolumes;
import dev.liteio.controller.volume.Removal;
import dev.liteio.controller.volume.VolumeReporter;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.kubernetes.EventRecorder;
import dev.liteio.kubernetes.ObjectWatch;
import dev.liteio.rpc.Driver;
import dev.liteio.rpc.HealthEndpoint;
import dev.liteio.rpc.IdentityService;
import dev.liteio.rpc.UnixSocketServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A CSI controller. Any number of them may run at once. */
public final class ControllerApplication implements AutoCloseable {

  /** Where events about objects without a namespace are looked for. */
  private static final String EVENT_NAMESPACE = "default";

  private final ControllerConfig config;
  private final PoolTable table = new PoolTable();
  private final ObjectWatch<StoragePool> pools;
  private final ObjectWatch<LogicalVolume> logicalVolumes;
  private final ObjectWatch<Volume> volumes;
  private final ObjectWatch<Attachment> attachments;
  private final KeptObjects kept;
  private final VolumeReporter reporter;
  private final Changes changes;
  private final ControllerService service;
  private @Nullable UnixSocketServer server;
  private @Nullable HealthEndpoint health;

  public ControllerApplication(ControllerConfig config, KubernetesClient client) {
    this.config = config;
    this.pools = new ObjectWatch<>(client, StoragePool.class, Map.of(), this::poolHeard);
    this.logicalVolumes =
        new ObjectWatch<>(client, LogicalVolume.class, Map.of(), this::logicalVolumeHeard);
    this.volumes = new ObjectWatch<>(client, Volume.class, Map.of(), this::volumeHeard);
    Clock clock = Clock.systemUTC();
    this.kept =
        new KeptObjects(new EventRecorder(client, "liteio-controller", EVENT_NAMESPACE, clock));
    this.attachments = new ObjectWatch<>(client, Attachment.class, Map.of(), kept::heard);
    Cluster cluster = Cluster.of(client);
    this.reporter = new VolumeReporter(cluster, volumes::get, logicalVolumes::get, clock);
    this.changes = new Changes(logicalVolumes::get);
    this.service = new ControllerService(useCases(cluster, clock), config.longestCall());
  }

  private ControllerService.UseCases useCases(Cluster cluster, Clock clock) {
    Legs legs = new Legs(cluster);
    Removal removal = new Removal(cluster, changes);
    return new ControllerService.UseCases(
        new CreateVolume(cluster, table, changes, legs, removal, clock),
        new DeleteVolume(cluster, removal),
        new ExpandVolume(cluster, table, changes, legs),
        new ListVolumes(cluster),
        new PublishVolume(cluster, changes, legs),
        new UnpublishVolume(cluster, changes),
        table);
  }

  private void poolHeard(StoragePool heard) {
    String name = heard.getMetadata().getName();
    table.changed(name, pools.get(name).orElse(null));
  }

  private void logicalVolumeHeard(LogicalVolume heard) {
    String name = heard.getMetadata().getName();
    String pool = heard.getSpec() == null ? null : heard.getSpec().pool();
    table.changed(name, pool, logicalVolumes.get(name).orElse(null));
    changes.tell(name);
    if (heard.getSpec() != null) {
      reporter.heard(heard.getSpec().volume());
    }
  }

  private void volumeHeard(Volume heard) {
    kept.heard(heard);
    reporter.heard(heard.getMetadata().getName());
  }

  /**
   * Reads what is there, then serves.
   *
   * @throws IOException when the socket or the port cannot be had
   */
  public void start() throws IOException {
    pools.start();
    logicalVolumes.start();
    volumes.startInBackground();
    attachments.startInBackground();
    server =
        UnixSocketServer.start(
            config.csiSocket(),
            List.of(new IdentityService(Driver.thisBuild(), this::isReady), service));
    if (config.healthPort().isPresent()) {
      health = HealthEndpoint.start(config.healthPort().getAsInt(), this::trouble);
    }
  }

  /** The port that /healthz answers on. */
  public OptionalInt healthPort() {
    return health == null ? OptionalInt.empty() : OptionalInt.of(health.port());
  }

  private String trouble() {
    return isReady() ? "" : "the API server has not told all pools and logical volumes yet";
  }

  private boolean isReady() {
    return pools.isSynced() && logicalVolumes.isSynced();
  }

  @Override
  public void close() {
    UnixSocketServer serving = server;
    if (serving != null) {
      serving.close();
    }
    HealthEndpoint answering = health;
    if (answering != null) {
      answering.close();
    }
    attachments.close();
    volumes.close();
    pools.close();
    logicalVolumes.close();
    reporter.close();
  }
}
