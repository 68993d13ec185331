package dev.liteio.controller.rpc;

import csi.v1.ControllerGetCapabilitiesResponse;
import csi.v1.ControllerServiceCapability;
import csi.v1.ListVolumesResponse;
import csi.v1.Topology;
import dev.liteio.controller.volume.ListVolumes;
import dev.liteio.crd.Volume;
import dev.liteio.volume.NodeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writing answers. */
final class Rendering {

  private static final List<ControllerServiceCapability.RPC.Type> CAPABILITIES =
      List.of(
          ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME,
          ControllerServiceCapability.RPC.Type.PUBLISH_UNPUBLISH_VOLUME,
          ControllerServiceCapability.RPC.Type.LIST_VOLUMES,
          ControllerServiceCapability.RPC.Type.LIST_VOLUMES_PUBLISHED_NODES,
          ControllerServiceCapability.RPC.Type.GET_VOLUME,
          ControllerServiceCapability.RPC.Type.GET_CAPACITY,
          ControllerServiceCapability.RPC.Type.EXPAND_VOLUME,
          ControllerServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER);

  private Rendering() {}

  static ControllerGetCapabilitiesResponse capabilities() {
    ControllerGetCapabilitiesResponse.Builder answer =
        ControllerGetCapabilitiesResponse.newBuilder();
    for (ControllerServiceCapability.RPC.Type type : CAPABILITIES) {
      answer.addCapabilities(
          ControllerServiceCapability.newBuilder()
              .setRpc(ControllerServiceCapability.RPC.newBuilder().setType(type)));
    }
    return answer.build();
  }

  static csi.v1.Volume volume(Volume volume, @Nullable String onlyOn) {
    csi.v1.Volume.Builder answer =
        csi.v1.Volume.newBuilder()
            .setVolumeId(volume.getMetadata().getName())
            .setCapacityBytes(volume.getSpec().sizeBytes());
    if (onlyOn != null) {
      answer.addAccessibleTopology(
          Topology.newBuilder().putSegments(NodeName.TOPOLOGY_KEY, new NodeName(onlyOn).label()));
    }
    return answer.build();
  }

  static ListVolumesResponse.Entry entry(ListVolumes.Entry entry) {
    return ListVolumesResponse.Entry.newBuilder()
        .setVolume(volume(entry.volume(), null))
        .setStatus(
            ListVolumesResponse.VolumeStatus.newBuilder().addAllPublishedNodeIds(entry.nodes()))
        .build();
  }
}
