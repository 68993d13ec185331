package dev.liteio.node;

import dev.liteio.failure.VolumeException;
import dev.liteio.node.volume.AttachmentReport;
import dev.liteio.node.volume.Grants;
import dev.liteio.node.volume.Machine;
import dev.liteio.node.volume.StagedVolume;
import dev.liteio.node.volume.StagedVolumes;
import dev.liteio.rpc.InFlight;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.PublishContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at everything staged now and then: a leg that is served somewhere new gets its path, the
 * Attachment's status says what is seen, and what was revoked for good is let go of.
 */
final class PathKeeper {
  private static final Logger log = LoggerFactory.getLogger(PathKeeper.class);
  private static final Duration MOST = Duration.ofSeconds(5);

  private final Grants grants;
  private final StagedVolumes staged;
  private final Machine machine;
  private final AttachmentReport report;

  PathKeeper(Grants grants, StagedVolumes staged, Machine machine, AttachmentReport report) {
    this.grants = grants;
    this.staged = staged;
    this.machine = machine;
    this.report = report;
  }

  /** One look at all of them; a volume that a call has in hand is left to that call. */
  void look(InFlight inFlight) {
    for (StagedVolume volume : staged.all()) {
      inFlight.background(volume.volume()).ifPresent(claim -> look(volume.volume(), claim));
    }
  }

  private void look(String volume, InFlight.Claim claim) {
    try (claim) {
      staged.find(volume).ifPresent(this::look);
    } catch (VolumeException e) {
      log.debug("volume={} look at paths: {}", volume, e.explanation());
    } catch (RuntimeException e) {
      log.warn("volume={} look at paths failed", volume, e);
    }
  }

  /** Waits for nothing: a target that is away is reported, and calls must not stand behind this. */
  private void look(StagedVolume volume) {
    if (grants.standing(volume) == Grants.Standing.GONE) {
      cutOff(volume);
      return;
    }
    var context = new PublishContext(volume.attachment(), volume.attachmentUid(), volume.host());
    Grants.Grant grant = grants.demand(volume.volume(), context);
    machine
        .connection()
        .ensurePaths(volume.leg(), volume.host(), grant.endpoints(), TimeLimit.after(MOST));
    machine
        .connection()
        .disk(volume.leg())
        .ifPresent(disk -> report.staged(volume, disk, grant.generation()));
  }

  /**
   * Fails what waits for a target that will never let this host in again: otherwise the processes
   * that wait could not even be killed, and the kubelet would never come to unpublish the volume.
   */
  private void cutOff(StagedVolume volume) {
    if (machine.connection().isLive(volume.leg())) {
      return; // served all the same (a restored backup?): nobody was proven to be shut out
    }
    if (!machine.connection().controllers(volume.leg()).isEmpty()) {
      log.warn(
          "volume={} attachment={} uid={} is gone and its target lets this node in no more: what waits fails",
          volume.volume(),
          volume.attachment(),
          volume.attachmentUid());
      machine.connection().remove(volume.leg(), TimeLimit.after(MOST));
    }
  }
}
