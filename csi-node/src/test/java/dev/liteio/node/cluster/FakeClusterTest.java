package dev.liteio.node.cluster;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.node.CrashPoint;
import dev.liteio.node.FakeCluster;

class FakeClusterTest extends ClusterContract {
  private final FakeCluster cluster = new FakeCluster(new CrashPoint());

  @Override
  Cluster cluster() {
    return cluster;
  }

  @Override
  void create(Volume volume) {
    cluster.volumes.put(volume.getMetadata().getName(), volume);
  }

  @Override
  void create(LogicalVolume volume) {
    cluster.logicalVolumes.put(volume.getMetadata().getName(), volume);
  }

  @Override
  String create(Attachment attachment) {
    attachment.getMetadata().setUid("uid-7");
    cluster.attachments.put(attachment.getMetadata().getName(), attachment);
    return "uid-7";
  }
}
