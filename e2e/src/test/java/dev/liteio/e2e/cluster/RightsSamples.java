package dev.liteio.e2e.cluster;

import dev.liteio.crd.Access;
import dev.liteio.crd.AccessType;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentSpec;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.Provision;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.kubernetes.ObjectClient;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;

/**
 * Objects to try rights on. No agent acts on them: the logical volumes lack the label that agents
 * watch, and their pool does not exist.
 */
final class RightsSamples {
  /** The name of the Volume. */
  static final String VOLUME = "rights";

  /** A finalizer that is not one of ours. */
  static final String KEEPER = "example.com/keeper";

  private static final String UUID = "6a0c38c4-57a1-4b8e-9a37-35c2a1a0d2a5";
  private static final long SIZE = 1 << 20;

  private RightsSamples() {}

  /** The name of the logical volume and of the Attachment of a node. */
  static String of(String node) {
    return VOLUME + "-" + node;
  }

  /** Creates them: a Volume, and of each node a logical volume and an Attachment. */
  static void create(Component admin, List<String> nodes) {
    admin.client().resource(volume(VOLUME)).create();
    for (String node : nodes) {
      admin.client().resource(logicalVolume(of(node), node)).create();
      admin.client().resource(attachment(of(node), node)).create();
    }
  }

  /** Deletes what is left of them, whatever finalizers they have. */
  static void delete(Component admin, List<String> nodes) {
    delete(admin, Volume.class, VOLUME);
    for (String node : nodes) {
      delete(admin, LogicalVolume.class, of(node));
      delete(admin, Attachment.class, of(node));
    }
  }

  private static <T extends HasMetadata> void delete(Component admin, Class<T> kind, String name) {
    if (new ObjectClient<>(admin.client(), kind).get(name).isPresent()) {
      admin.edit(kind, name, object -> object.getMetadata().setFinalizers(List.of()));
      admin.delete(kind, name);
    }
  }

  static Volume volume(String name) {
    Volume volume = new Volume();
    volume.setMetadata(metadata(name));
    volume.setSpec(
        new VolumeSpec(
            name, SIZE, null, null, AccessType.MOUNT, List.of(new VolumeLeg(0, UUID, SIZE))));
    return volume;
  }

  static LogicalVolume logicalVolume(String name, String node) {
    LogicalVolume volume = new LogicalVolume();
    volume.setMetadata(metadata(name));
    volume.setSpec(
        new LogicalVolumeSpec(
            VOLUME, 0, "nowhere", node, UUID, name, SIZE, false, 0, Provision.CREATE, null, null));
    return volume;
  }

  static Attachment attachment(String name, String node) {
    Attachment attachment = new Attachment();
    attachment.setMetadata(metadata(name));
    attachment.setSpec(
        new AttachmentSpec(
            VOLUME,
            node,
            UUID,
            Access.READ_WRITE,
            "SINGLE_NODE_WRITER",
            AccessType.MOUNT,
            List.of()));
    return attachment;
  }

  private static ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .addToLabels("example.com/sample", "yes")
        .addToAnnotations("example.com/sample", "yes")
        .addToFinalizers(KEEPER)
        .build();
  }
}
