package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Cluster;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.VolumeId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes a volume and its data. */
public final class DeleteVolume {

  private static final Logger LOG = LoggerFactory.getLogger(DeleteVolume.class);

  private final Cluster cluster;
  private final Removal removal;

  public DeleteVolume(Cluster cluster, Removal removal) {
    this.cluster = cluster;
    this.removal = removal;
  }

  /**
   * Deletes; a volume that is not there is deleted.
   *
   * @throws FailedPrecondition while it is in use
   */
  public void delete(VolumeId id, TimeLimit limit) throws InterruptedException {
    var _ = requireUnused(id);
    Optional<Volume> volume = removal.begin(id);
    // again: a publish that did not see the deletion has made its Attachment by now
    List<LogicalVolume> legs = requireUnused(id);
    if (volume.isPresent()) {
      removal.finish(volume.get(), legs, limit);
    } else {
      removal.finishWithout(id, limit);
    }
    LOG.info("action=delete volume={}", id);
  }

  /** Answers the legs, which let nobody in. */
  private List<LogicalVolume> requireUnused(VolumeId id) {
    Optional<Attachment> user = cluster.attachments().get(id.value());
    if (user.isPresent()) {
      throw new FailedPrecondition(
          "volume %s is in use on node %s: unpublish it first"
              .formatted(id, user.get().getSpec().node()));
    }
    // an Attachment may be lost; whom the legs let in may write all the same
    List<LogicalVolume> legs = cluster.legsOf(id);
    for (LogicalVolume leg : legs) {
      for (AllowedHost host : leg.getSpec().hostsOrEmpty()) {
        throw new FailedPrecondition(
            "volume %s: %s lets in a host of node %s, and its Attachment is gone: unpublish it there first"
                .formatted(id, leg.getMetadata().getName(), host.node()));
      }
    }
    return legs;
  }
}
