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
 * Looks at everything staged now and then: a leg that is served somewhere new gets its path, and
 * the Attachment's status says what is seen.
 */
final class PathKeeper {
  private static final Logger log = LoggerFactory.getLogger(PathKeeper.class);
  private static final Duration MOST = Duration.ofSeconds(20);

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
      try (var _ = inFlight.claim(volume.volume(), "the look at paths")) {
        staged.find(volume.volume()).ifPresent(this::look);
      } catch (VolumeException e) {
        log.debug("volume={} look at paths: {}", volume.volume(), e.explanation());
      }
    }
  }

  private void look(StagedVolume volume) {
    var context = new PublishContext(volume.attachment(), volume.attachmentUid(), volume.host());
    Grants.Grant grant = grants.demand(volume.volume(), context);
    var disk =
        machine
            .connection()
            .ensure(volume.leg(), volume.host(), grant.endpoints(), TimeLimit.after(MOST));
    report.staged(volume, disk, grant.generation());
  }
}
