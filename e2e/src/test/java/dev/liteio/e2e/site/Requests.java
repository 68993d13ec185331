package dev.liteio.e2e.site;

import csi.v1.CapacityRange;
import csi.v1.ControllerPublishVolumeRequest;
import csi.v1.ControllerUnpublishVolumeRequest;
import csi.v1.CreateVolumeRequest;
import csi.v1.DeleteVolumeRequest;
import csi.v1.VolumeCapability;
import csi.v1.VolumeCapability.AccessMode;
import csi.v1.VolumeCapability.AccessMode.Mode;
import csi.v1.VolumeCapability.BlockVolume;

/** What a sidecar asks a controller for: a block volume that one node writes. */
public final class Requests {

  private Requests() {}

  /** A volume of that name. */
  public static CreateVolumeRequest.Builder create(String name, long bytes) {
    return CreateVolumeRequest.newBuilder()
        .setName(name)
        .addVolumeCapabilities(capability())
        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(bytes));
  }

  /** The volume on that node. */
  public static ControllerPublishVolumeRequest.Builder publish(String volume, String node) {
    return ControllerPublishVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .setNodeId(node)
        .setVolumeCapability(capability());
  }

  /** The volume no longer on that node. */
  public static ControllerUnpublishVolumeRequest unpublish(String volume, String node) {
    return ControllerUnpublishVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .setNodeId(node)
        .build();
  }

  /** The volume no longer anywhere. */
  public static DeleteVolumeRequest delete(String volume) {
    return DeleteVolumeRequest.newBuilder().setVolumeId(volume).build();
  }

  private static VolumeCapability capability() {
    return VolumeCapability.newBuilder()
        .setBlock(BlockVolume.getDefaultInstance())
        .setAccessMode(AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER))
        .build();
  }
}
