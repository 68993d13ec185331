package dev.liteio.cli;

import dev.liteio.crd.Access;
import dev.liteio.crd.AccessType;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentSpec;
import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.DeviceState;
import dev.liteio.crd.DeviceStatus;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.PathStatus;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.Provision;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.crd.Transport;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.kubernetes.Conditions;
import dev.liteio.rpc.Driver;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our objects as they look in a cluster that works, and in one that does not. */
public final class Samples {

  /** When everything was made. */
  public static final Instant BORN = Instant.parse("2026-03-01T10:00:00Z");

  /** The identity of the only leg. */
  public static final LegIdentity LEG = LegIdentity.parse("11111111-2222-4333-8444-555555555555");

  /** The identity of the only attachment's host. */
  public static final HostIdentity HOST =
      HostIdentity.parse("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee");

  private static final long GIB = 1L << 30;
  private static final Endpoint ENDPOINT = new Endpoint(Transport.TCP, "10.0.0.7", 4420);

  private Samples() {}

  /** The claim {@code shop/data} of 10 GiB, in that phase and bound to that PersistentVolume. */
  static PersistentVolumeClaim claim(String phase, @Nullable String volume) {
    return new PersistentVolumeClaimBuilder()
        .withMetadata(new ObjectMetaBuilder().withName("data").withNamespace("shop").build())
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName("liteio")
        .withVolumeName(volume)
        .withNewResources()
        .addToRequests("storage", new Quantity("10Gi"))
        .endResources()
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }

  private static ObjectMeta named(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withUid("uid-" + name)
        .withGeneration(1L)
        .withCreationTimestamp(BORN.toString())
        .build();
  }

  /** A pool on node n1 that nobody has reported on. */
  public static StoragePool silentPool(String name) {
    StoragePool pool = new StoragePool();
    pool.setMetadata(named(name));
    pool.setSpec(StoragePoolSpec.of("n1", List.of(new PoolDevice("/dev/nvme1n1"))));
    return pool;
  }

  /** A pool of 1 TiB with 300.5 GiB left, whose Ready condition is this. */
  public static StoragePool pool(String name, boolean ready, String reason, String message) {
    StoragePool pool = silentPool(name);
    pool.setStatus(
        new StoragePoolStatus(
            1L,
            "1-1-1",
            1024 * GIB,
            300 * GIB + GIB / 2,
            300 * GIB,
            List.of(ENDPOINT),
            List.of(
                new DeviceStatus(
                    "/dev/nvme1n1",
                    "s",
                    ready ? DeviceState.READY : DeviceState.REFUSED,
                    1024 * GIB,
                    300 * GIB,
                    null)),
            null,
            Conditions.upsert(null, StoragePoolStatus.READY, ready, reason, message, 1, BORN)));
    return pool;
  }

  /** The same, ready. */
  public static StoragePool pool(String name) {
    return pool(name, true, "DevicesReady", "all 1 devices are in use");
  }

  /** A volume of 10 GiB that was announced. */
  public static Volume volume(String name) {
    Volume volume = new Volume();
    volume.setMetadata(named(name));
    volume.setSpec(
        new VolumeSpec(
            "csi-" + name,
            10 * GIB,
            Map.of(),
            List.of(),
            null,
            List.of(new VolumeLeg(0, LEG.uuid().toString(), 10 * GIB))));
    volume.setStatus(new VolumeStatus(1L, "Ready", "1Gi", null, null));
    return volume;
  }

  /** Its leg on a pool, for node n2. */
  public static LogicalVolume leg(
      String volume,
      String pool,
      LogicalVolumeState state,
      @Nullable LogicalVolumeReason reason,
      @Nullable String message) {
    LogicalVolume leg = new LogicalVolume();
    leg.setMetadata(named(volume + "-1"));
    leg.setSpec(
        new LogicalVolumeSpec(
            volume,
            0,
            pool,
            "n1",
            LEG.uuid().toString(),
            "lv-1",
            10 * GIB,
            false,
            0,
            Provision.EXISTING,
            null,
            List.of(new AllowedHost(volume, "uid-" + volume, "n2", HOST.nqn().value()))));
    leg.setStatus(
        new LogicalVolumeStatus(
            1L,
            "1-1-1",
            state,
            reason,
            message,
            "/dev/nvme1n1",
            10 * GIB,
            List.of(HOST.nqn().value()),
            List.of(ENDPOINT),
            null));
    return leg;
  }

  /** The same, ready. */
  public static LogicalVolume leg(String volume, String pool) {
    return leg(volume, pool, LogicalVolumeState.READY, null, null);
  }

  /** Its use on node n2 over one path that is in that state. */
  public static Attachment attachment(String volume, String pathState) {
    Attachment attachment = new Attachment();
    attachment.setMetadata(named(volume));
    attachment.setSpec(
        new AttachmentSpec(
            volume,
            "n2",
            HOST.hostId(),
            Access.READ_WRITE,
            "SINGLE_NODE_WRITER",
            AccessType.MOUNT,
            List.of()));
    attachment.setStatus(
        new AttachmentStatus(
            1L,
            true,
            "/dev/nvme0n1",
            List.of(new PathStatus(0, ENDPOINT.toString(), pathState, "optimized")),
            null));
    return attachment;
  }

  /** The PersistentVolume of a volume, bound to claim shop/data. */
  public static PersistentVolume persistentVolume(String volume) {
    return new PersistentVolumeBuilder()
        .withMetadata(named("pv-" + volume))
        .withNewSpec()
        .withPersistentVolumeReclaimPolicy("Delete")
        .withNewCsi()
        .withDriver(Driver.NAME)
        .withVolumeHandle(volume)
        .endCsi()
        .withNewClaimRef()
        .withNamespace("shop")
        .withName("data")
        .endClaimRef()
        .endSpec()
        .build();
  }

  /** A node whose condition Ready is this. */
  public static Node node(String name, String ready) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready)
        .endCondition()
        .endStatus()
        .build();
  }
}
