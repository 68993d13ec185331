package dev.liteio.e2e.node;

import csi.v1.NodeExpandVolumeRequest;
import csi.v1.NodeGetVolumeStatsRequest;
import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodeStageVolumeRequest;
import csi.v1.NodeUnpublishVolumeRequest;
import csi.v1.NodeUnstageVolumeRequest;
import csi.v1.VolumeCapability;
import csi.v1.VolumeCapability.AccessMode;
import dev.liteio.crd.Access;
import dev.liteio.crd.AccessType;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentSpec;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.ServedLeg;
import dev.liteio.crd.Transport;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.demo.guest.Guest;
import dev.liteio.e2e.target.VolumeExport;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.PublishContext;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;

/**
 * An exported volume as the controller would have published it to the guest: its objects in the
 * API, and the requests the kubelet would send.
 */
record PublishedVolume(String name, boolean block, PublishContext context, KubernetesClient api) {
  private static final String WRITER = "SINGLE_NODE_WRITER";

  static PublishedVolume publish(VolumeExport export, boolean block, KubernetesClient api) {
    String name = "pvc-" + export.leg().uuid();
    AccessType type = block ? AccessType.BLOCK : AccessType.MOUNT;
    Volume volume = new Volume();
    volume.setMetadata(new ObjectMetaBuilder().withName(name).build());
    volume.setSpec(
        new VolumeSpec(
            name,
            export.bytes(),
            Map.of(),
            List.of(WRITER),
            type,
            List.of(new VolumeLeg(0, export.leg().uuid().toString(), export.bytes()))));
    api.resource(volume).create();
    return new PublishedVolume(name, block, attach(name, export, export.host(), type, api), api);
  }

  /** The same volume, published anew with another host identity after the first was revoked. */
  PublishedVolume again(VolumeExport export, HostIdentity host) {
    AccessType type = block ? AccessType.BLOCK : AccessType.MOUNT;
    return new PublishedVolume(name, block, attach(name, export, host, type, api), api);
  }

  private static PublishContext attach(
      String name, VolumeExport export, HostIdentity host, AccessType type, KubernetesClient api) {
    Endpoint endpoint = new Endpoint(Transport.TCP, Guest.HOST, export.port());
    Attachment attachment = new Attachment();
    attachment.setMetadata(new ObjectMetaBuilder().withName(name).build());
    attachment.setSpec(
        new AttachmentSpec(
            name,
            NodeInGuest.NODE,
            host.hostId(),
            Access.READ_WRITE,
            WRITER,
            type,
            List.of(
                new ServedLeg(0, export.leg().uuid().toString(), name + "-1", List.of(endpoint)))));
    String uid = api.resource(attachment).create().getMetadata().getUid();
    return new PublishContext(name, uid, host);
  }

  /** What the controller's Unpublish does to the objects. */
  void revoke() {
    api.resources(Attachment.class).withName(name).delete();
  }

  Volume object() {
    return api.resources(Volume.class).withName(name).get();
  }

  Attachment attachment() {
    return api.resources(Attachment.class).withName(name).get();
  }

  String staging() {
    return "/run/kubelet/staging/" + name;
  }

  String target() {
    return "/run/kubelet/pods/1/" + name;
  }

  NodeStageVolumeRequest stage() {
    return NodeStageVolumeRequest.newBuilder()
        .setVolumeId(name)
        .putAllPublishContext(context.toMap())
        .setStagingTargetPath(staging())
        .setVolumeCapability(capability())
        .build();
  }

  NodePublishVolumeRequest publish() {
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId(name)
        .putAllPublishContext(context.toMap())
        .setStagingTargetPath(staging())
        .setTargetPath(target())
        .setVolumeCapability(capability())
        .build();
  }

  NodeExpandVolumeRequest expand() {
    return NodeExpandVolumeRequest.newBuilder()
        .setVolumeId(name)
        .setVolumePath(target())
        .setStagingTargetPath(staging())
        .setVolumeCapability(capability())
        .build();
  }

  NodeGetVolumeStatsRequest stats() {
    return NodeGetVolumeStatsRequest.newBuilder()
        .setVolumeId(name)
        .setVolumePath(target())
        .setStagingTargetPath(staging())
        .build();
  }

  NodeUnpublishVolumeRequest unpublish() {
    return NodeUnpublishVolumeRequest.newBuilder()
        .setVolumeId(name)
        .setTargetPath(target())
        .build();
  }

  NodeUnstageVolumeRequest unstage() {
    return NodeUnstageVolumeRequest.newBuilder()
        .setVolumeId(name)
        .setStagingTargetPath(staging())
        .build();
  }

  private VolumeCapability capability() {
    VolumeCapability.Builder capability =
        VolumeCapability.newBuilder()
            .setAccessMode(AccessMode.newBuilder().setMode(AccessMode.Mode.SINGLE_NODE_WRITER));
    return block
        ? capability.setBlock(VolumeCapability.BlockVolume.getDefaultInstance()).build()
        : capability.setMount(VolumeCapability.MountVolume.getDefaultInstance()).build();
  }
}
