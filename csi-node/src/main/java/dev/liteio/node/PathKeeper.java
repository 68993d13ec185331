package dev.liteio.node;

import dev.liteio.failure.VolumeException;
import dev.liteio.node.nvme.LegConnection;
import dev.liteio.node.volume.AttachmentReport;
import dev.liteio.node.volume.Grants;
import dev.liteio.node.volume.Machine;
import dev.liteio.node.volume.StagedVolume;
import dev.liteio.node.volume.StagedVolumes;
import dev.liteio.rpc.InFlight;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.PublishContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at everything staged now and then: a leg that is served somewhere new gets its path, the
 * Attachment's status says what is seen, and what was revoked for good is let go of.
 */
final class PathKeeper {
  private static final Logger log = LoggerFactory.getLogger(PathKeeper.class);
  private static final Duration MOST = Duration.ofSeconds(5);

  /** Five minutes, when it looks every ten seconds; a path that goes down, by the next. */
  private static final int LOOKS = 30;

  private final Grants grants;
  private final StagedVolumes staged;
  private final Machine machine;
  private final AttachmentReport report;
  private final Map<String, Agreed> agreed = new HashMap<>();

  /**
   * What was to be seen of a volume when the API was asked last, and was reported.
   *
   * @param looks how many more will do without asking
   */
  private record Agreed(String attachmentUid, AttachmentReport.Sight sight, int looks) {
    boolean isStill(StagedVolume volume, AttachmentReport.Sight now) {
      return looks > 0
          && attachmentUid.equals(volume.attachmentUid())
          && now.isWhole()
          && now.equals(sight);
    }

    Agreed oneLookLess() {
      return new Agreed(attachmentUid, sight, looks - 1);
    }
  }

  PathKeeper(Grants grants, StagedVolumes staged, Machine machine, AttachmentReport report) {
    this.grants = grants;
    this.staged = staged;
    this.machine = machine;
    this.report = report;
  }

  /** One look at all of them; a volume that a call has in hand is left to that call. */
  void look(InFlight inFlight) {
    List<StagedVolume> all = staged.all();
    agreed.keySet().retainAll(all.stream().map(StagedVolume::volume).collect(Collectors.toSet()));
    for (StagedVolume volume : all) {
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

  // every volume of every node is looked at all the time: while all is well that must cost the API
  // server nothing
  private void look(StagedVolume volume) {
    Agreed before = agreed.remove(volume.volume());
    Optional<AttachmentReport.Sight> now = report.sight(volume);
    if (before != null && now.filter(sight -> before.isStill(volume, sight)).isPresent()) {
      agreed.put(volume.volume(), before.oneLookLess());
    } else {
      ask(volume);
    }
  }

  /** Waits for nothing: a target that is away is reported, and calls must not stand behind this. */
  private void ask(StagedVolume volume) {
    var context = new PublishContext(volume.attachment(), volume.attachmentUid(), volume.host());
    Optional<Grants.Grant> grant = grants.find(volume.volume(), context);
    if (grant.isPresent()) {
      keep(volume, grant.get());
    } else if (grants.standing(volume) == Grants.Standing.GONE) {
      cutOff(volume);
    }
  }

  private void keep(StagedVolume volume, Grants.Grant grant) {
    LegConnection connection = machine.connection();
    connection.ensurePaths(volume.leg(), volume.host(), grant.endpoints(), TimeLimit.after(MOST));
    connection.removeStale(volume.leg(), grant.endpoints(), TimeLimit.after(MOST));
    report
        .sight(volume)
        .filter(sight -> report.staged(volume, sight, grant.generation()))
        .ifPresent(
            sight -> agreed.put(volume.volume(), new Agreed(volume.attachmentUid(), sight, LOOKS)));
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
      try {
        machine.connection().remove(volume.leg(), TimeLimit.after(MOST));
      } catch (VolumeException e) {
        log.warn("volume={} not cut off yet: {}", volume.volume(), e.explanation());
      }
    }
  }
}
