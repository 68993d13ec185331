package dev.liteio.controller.volume;

import dev.liteio.controller.cluster.Cluster;
import dev.liteio.crd.Attachment;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.VolumeId;
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
    Optional<Attachment> user = cluster.attachments().get(id.value());
    if (user.isPresent()) {
      throw new FailedPrecondition(
          "volume %s is in use on node %s: unpublish it first"
              .formatted(id, user.get().getSpec().node()));
    }
    removal.discard(id, limit);
    LOG.info("action=delete volume={}", id);
  }
}
