package dev.liteio.cli.explain;

import dev.liteio.cli.report.Finding;
import dev.liteio.cli.report.Health;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.PathStatus;
import dev.liteio.crd.Volume;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.volume.ByteSize;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A bound volume: where its bytes lie, who serves them, who uses them. */
final class VolumeFindings {

  private final ClaimObjects objects;
  private final List<Finding> findings = new ArrayList<>();

  private VolumeFindings(ClaimObjects objects) {
    this.objects = objects;
  }

  static List<Finding> of(ClaimObjects objects) {
    VolumeFindings volume = new VolumeFindings(objects);
    volume.tell();
    return volume.findings;
  }

  private void say(int depth, String object, Health health, String text) {
    findings.add(new Finding(depth, object, health, text));
  }

  private void tell() {
    Volume volume = objects.volume();
    String name = "Volume " + objects.volumeId().orElse("?");
    if (volume == null) {
      say(
          2,
          name,
          Health.BAD,
          "the object is gone; nothing was destroyed without an order: see the LogicalVolumes and the pools");
    } else {
      say(2, name, goingHealth(Finalizers.isBeingDeleted(volume)), text(volume));
    }
    objects.logicalVolumes().forEach(this::logicalVolume);
    if (objects.logicalVolumes().isEmpty()) {
      say(3, "LogicalVolume", Health.BAD, "there is none: nobody serves its bytes");
    }
    objects.volumeAttachments().forEach(this::volumeAttachment);
    objects.attachments().forEach(this::attachment);
    if (objects.attachments().isEmpty()) {
      say(2, "Attachment", Health.NEUTRAL, "in use on no node");
    }
  }

  private static Health goingHealth(boolean going) {
    return going ? Health.WAITING : Health.GOOD;
  }

  private static String text(Volume volume) {
    String size = new ByteSize(volume.getSpec().sizeBytes()).toString();
    String going = Finalizers.isBeingDeleted(volume) ? ", is being deleted" : "";
    if (volume.getStatus() == null || volume.getStatus().filesystem() == null) {
      return size + ", no file system was made" + going;
    }
    var made = volume.getStatus().filesystem();
    return "%s, %s %s%s".formatted(size, made.type(), made.state(), going);
  }

  private void logicalVolume(LogicalVolume lv) {
    String name = "LogicalVolume " + lv.getMetadata().getName();
    LogicalVolumeStatus status = lv.getStatus();
    String pool = "on pool " + lv.getSpec().pool();
    if (status == null || status.state() == null) {
      say(3, name, Health.WAITING, pool + ", its agent has not answered yet");
      return;
    }
    if (status.state() != LogicalVolumeState.READY) {
      say(
          3,
          name,
          Health.BAD,
          "%s, %s: %s %s"
              .formatted(
                  pool,
                  status.state(),
                  Objects.toString(status.reason(), ""),
                  Objects.toString(status.message(), "")));
      return;
    }
    say(
        3,
        name,
        Health.GOOD,
        "%s, served at %s, hosts let in: %d"
            .formatted(pool, status.endpointsOrEmpty(), status.hostsOrEmpty().size()));
  }

  private void volumeAttachment(VolumeAttachment attachment) {
    String name = "VolumeAttachment to " + attachment.getSpec().getNodeName();
    var status = attachment.getStatus();
    VolumeError error =
        status == null
            ? null
            : status.getAttachError() == null ? status.getDetachError() : status.getAttachError();
    if (error != null) {
      say(2, name, Health.BAD, error.getMessage());
    } else {
      boolean attached = status != null && Boolean.TRUE.equals(status.getAttached());
      say(2, name, attached ? Health.GOOD : Health.WAITING, attached ? "attached" : "not yet");
    }
  }

  private void attachment(Attachment attachment) {
    String name = "Attachment to node " + attachment.getSpec().node();
    AttachmentStatus status = attachment.getStatus();
    if (Finalizers.isBeingDeleted(attachment)) {
      say(2, name, Health.WAITING, "is being revoked, or was deleted by hand");
      return;
    }
    if (status == null || !Boolean.TRUE.equals(status.staged())) {
      say(2, name, Health.WAITING, "published, not staged");
      return;
    }
    say(2, name, Health.GOOD, "staged as " + Objects.toString(status.device(), "?"));
    for (PathStatus path : status.paths() == null ? List.<PathStatus>of() : status.paths()) {
      boolean live = path.state().equals("live");
      say(
          3,
          "path " + path.endpoint(),
          live ? Health.GOOD : Health.WAITING,
          live ? path.state() : path.state() + ": I/O waits until the target is back");
    }
  }
}
