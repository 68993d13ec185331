package dev.liteio.node;

import csi.v1.VolumeCapability;
import dev.liteio.crd.Access;
import dev.liteio.crd.AccessType;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentSpec;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Provision;
import dev.liteio.crd.ServedLeg;
import dev.liteio.crd.Transport;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.node.volume.Publisher;
import dev.liteio.node.volume.StagedVolumes;
import dev.liteio.node.volume.Stager;
import dev.liteio.node.volume.Use;
import dev.liteio.node.volume.UseMode;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.PublishContext;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One node, one served volume, an Attachment for it; everything outside is fake. */
public final class NodeRig {
  public static final String NODE = "node-a";
  public static final String VOLUME = "pvc-1";
  public static final long SIZE = 64L << 20;

  public final CrashPoint crash = new CrashPoint();
  public final FakeKernel kernel;
  public final FakeCluster cluster = new FakeCluster(crash);
  public final LegIdentity leg = LegIdentity.mint();
  public final FakeFabrics.Export export;
  public final NodeConfig config;
  public final Path root;
  public PublishContext context;

  public NodeRig(Path root) throws IOException {
    this.root = root;
    kernel = new FakeKernel(root, crash);
    config =
        NodeConfig.of(NODE, root.resolve("csi.sock"))
            .below(root)
            .remembering(root.resolve("state"));
    export = kernel.fabrics().export(leg.nqn().value(), leg.uuid().toString(), SIZE);
    var volume = new Volume();
    volume.setMetadata(new ObjectMetaBuilder().withName(VOLUME).build());
    volume.setSpec(
        new VolumeSpec(
            VOLUME,
            SIZE,
            Map.of(),
            null,
            null,
            List.of(new VolumeLeg(0, leg.uuid().toString(), SIZE))));
    cluster.volumes.put(VOLUME, volume);
    context = attach("uid-1", Access.READ_WRITE);
  }

  /** A (new) Attachment of the volume, whose host the target lets in. */
  public PublishContext attach(String uid, Access access) {
    var host = HostIdentity.mint();
    var attachment = new Attachment();
    attachment.setMetadata(
        new ObjectMetaBuilder().withName(VOLUME).withUid(uid).withGeneration(1L).build());
    attachment.setSpec(
        new AttachmentSpec(
            VOLUME,
            NODE,
            host.hostId(),
            access,
            "SINGLE_NODE_MULTI_WRITER",
            AccessType.MOUNT,
            List.of(
                new ServedLeg(
                    0,
                    leg.uuid().toString(),
                    VOLUME + "-1",
                    List.of(new Endpoint(Transport.TCP, "10.0.0.7", 4420))))));
    cluster.attachments.put(VOLUME, attachment);
    export.allow(host.nqn().value(), true);
    cluster.logicalVolumes.put(
        VOLUME + "-1",
        logicalVolume(List.of(new AllowedHost(VOLUME, uid, NODE, host.nqn().value()))));
    context = new PublishContext(VOLUME, uid, host);
    return context;
  }

  /** Its agent says that the leg is served there now. */
  public void serveAt(Endpoint endpoint) {
    cluster
        .logicalVolumes
        .get(VOLUME + "-1")
        .setStatus(
            new LogicalVolumeStatus(
                1L,
                null,
                LogicalVolumeState.READY,
                null,
                null,
                null,
                null,
                null,
                List.of(endpoint),
                null));
  }

  private LogicalVolume logicalVolume(List<AllowedHost> hosts) {
    var served = new LogicalVolume();
    served.setMetadata(new ObjectMetaBuilder().withName(VOLUME + "-1").build());
    served.setSpec(
        new LogicalVolumeSpec(
            VOLUME,
            0,
            "pool",
            "storage",
            leg.uuid().toString(),
            "lv-1",
            SIZE,
            false,
            0,
            Provision.EXISTING,
            null,
            hosts));
    return served;
  }

  /** The controller has ordered that the host be shut out; the target may not know it yet. */
  public void orderRevocation() {
    Attachment attachment = cluster.attachments.get(VOLUME);
    attachment.setSpec(attachment.getSpec().revoked());
    cluster.logicalVolumes.put(VOLUME + "-1", logicalVolume(List.of()));
  }

  /** The controller revoked it and the target cut the host off. */
  public void revoke() throws IOException {
    orderRevocation();
    cluster.attachments.remove(VOLUME);
    export.allow(context.host().nqn().value(), false);
    kernel.fabrics().state(leg.nqn().value(), "connecting");
  }

  /** Somebody deletes the Attachment; the controller's finalizer keeps it. */
  public void deleteAttachmentByMistake() {
    cluster.attachments.get(VOLUME).getMetadata().setDeletionTimestamp("2026-11-23T00:00:00Z");
  }

  /** A fresh process on this machine. */
  public NodeParts parts() {
    return NodeParts.of(config, cluster, kernel, kernel);
  }

  public StagedVolumes staged() {
    return new StagedVolumes(config.stateDirectory());
  }

  public String stagingPath() {
    return root.resolve("staging").toString();
  }

  public String target(String name) {
    return root.resolve("pods").resolve(name).toString();
  }

  public static Use ext4() {
    return new Use(AccessType.MOUNT, UseMode.SINGLE_NODE_MULTI_WRITER, "ext4", List.of());
  }

  public static Use block() {
    return new Use(AccessType.BLOCK, UseMode.SINGLE_NODE_MULTI_WRITER, "", List.of());
  }

  public Stager.Request stageRequest(Use use) {
    return new Stager.Request(VOLUME, context, stagingPath(), use);
  }

  public Publisher.Request publishRequest(Use use, String target, boolean readOnly) {
    return new Publisher.Request(VOLUME, context, stagingPath(), target, use, readOnly);
  }

  public static TimeLimit soon() {
    return TimeLimit.after(Duration.ofSeconds(60));
  }

  /** A limit that is over before a wait can be won. */
  public static TimeLimit brief() {
    return TimeLimit.after(Duration.ofMillis(60));
  }

  public static VolumeCapability mountCapability() {
    return VolumeCapability.newBuilder()
        .setMount(VolumeCapability.MountVolume.newBuilder().setFsType("ext4"))
        .setAccessMode(
            VolumeCapability.AccessMode.newBuilder()
                .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_MULTI_WRITER))
        .build();
  }
}
