package dev.liteio.cli.explain;

import dev.liteio.cli.report.Finding;
import dev.liteio.cli.report.Health;
import dev.liteio.cli.report.LegState;
import dev.liteio.cli.report.NodeTrouble;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.AttachmentStatus;
import dev.liteio.crd.Endpoint;
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
import java.util.stream.Collectors;

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
      gone(name);
    } else {
      boolean going = volume.getSpec().destroyOrFalse();
      boolean kept = Finalizers.isBeingDeleted(volume) && !going;
      say(
          2,
          name,
          going ? Health.BAD : Health.GOOD,
          text(volume) + (going ? GOING : "") + (kept ? KEPT : ""));
    }
    objects.legs().forEach(this::logicalVolume);
    if (objects.mayRead("LogicalVolumes")
        && objects.legs().stream().allMatch(leg -> leg.getSpec().destroyOrFalse())) {
      say(3, "LogicalVolume", Health.BAD, "there is none: nobody serves its bytes");
    }
    objects.volumeAttachments().forEach(this::volumeAttachment);
    objects.attachments().forEach(this::attachment);
    if (objects.attachments().isEmpty() && objects.mayRead("Attachments")) {
      say(2, "Attachment", Health.NEUTRAL, "in use on no node");
    }
  }

  private void gone(String name) {
    if (objects.mayRead("Volumes")) {
      say(
          2,
          name,
          Health.BAD,
          "the object is gone; nothing was destroyed without an order: see the LogicalVolumes and the pools");
    }
  }

  private static final String GOING =
      ", is being destroyed though its claim is not: a DeleteVolume ordered it";
  private static final String KEPT =
      ", was deleted by hand: it is kept and works on, and goes when its claim is deleted";

  private static String text(Volume volume) {
    String size = new ByteSize(volume.getSpec().sizeBytes()).toString();
    if (volume.getStatus() == null || volume.getStatus().filesystem() == null) {
      return size + ", no file system was made";
    }
    var made = volume.getStatus().filesystem();
    return switch (made.state()) {
      case FORMATTED -> "%s, file system %s".formatted(size, made.type());
      case FORMATTING -> "%s, mkfs of %s was begun".formatted(size, made.type());
    };
  }

  private void logicalVolume(LogicalVolume leg) {
    String name = "LogicalVolume " + leg.getMetadata().getName();
    LogicalVolumeStatus status = leg.getStatus();
    String where = "on pool %s of node %s".formatted(leg.getSpec().pool(), leg.getSpec().node());
    if (leg.getSpec().destroyOrFalse()) {
      say(3, name, Health.NEUTRAL, where + ", an attempt that was given up and goes");
      return;
    }
    String reason = LegState.reason(leg);
    if (status == null || status.state() == null) {
      say(3, name, Health.WAITING, where + ", " + reason);
      return;
    }
    if (status.state() != LogicalVolumeState.READY) {
      say(
          3,
          name,
          Health.BAD,
          "%s, %s: %s%s"
              .formatted(
                  where,
                  LegState.word(leg),
                  Objects.toString(reason, "no reason given"),
                  advice(leg)));
      return;
    }
    say(
        3,
        name,
        reason == null ? Health.GOOD : Health.WARN,
        "%s, served at %s, hosts let in: %d%s"
            .formatted(
                where,
                status.endpointsOrEmpty().stream()
                    .map(Endpoint::toString)
                    .collect(Collectors.joining(", ")),
                status.hostsOrEmpty().size(),
                reason == null ? "" : "; " + reason));
  }

  /** What to do about a leg that is not served. */
  private String advice(LogicalVolume leg) {
    String trouble =
        objects.nodes().isEmpty() ? "" : NodeTrouble.of(objects.nodes(), leg.getSpec().node());
    if (leg.getStatus().state() == LogicalVolumeState.LOST) {
      return "; look for a missing device of the pool before you delete anything";
    }
    return "%s; reads and writes wait and go on when it is back. If node %s is off for good: docs/troubleshooting.md, Reads hang"
        .formatted(trouble.isEmpty() ? "" : "; " + trouble, leg.getSpec().node());
  }

  private void volumeAttachment(VolumeAttachment attachment) {
    String name = "VolumeAttachment to node " + attachment.getSpec().getNodeName();
    var status = attachment.getStatus();
    VolumeError error =
        status == null
            ? null
            : status.getAttachError() == null ? status.getDetachError() : status.getAttachError();
    if (error != null) {
      say(2, name, Health.BAD, Objects.toString(error.getMessage(), "an error without words"));
    } else {
      boolean attached = status != null && Boolean.TRUE.equals(status.getAttached());
      say(2, name, attached ? Health.GOOD : Health.WAITING, attached ? "attached" : "not yet");
    }
  }

  private void attachment(Attachment attachment) {
    String name = "Attachment to node " + attachment.getSpec().node();
    AttachmentStatus status = attachment.getStatus();
    if (attachment.getSpec().revokeOrFalse()) {
      say(
          2,
          name,
          Health.WAITING,
          "is being revoked: goes when the target has proven that the node is out");
      return;
    }
    if (status == null || !Boolean.TRUE.equals(status.staged())) {
      say(2, name, Health.WAITING, "published, not staged: the node has not mounted it yet");
      return;
    }
    say(2, name, Health.GOOD, "staged as " + Objects.toString(status.device(), "?"));
    for (PathStatus path : status.paths() == null ? List.<PathStatus>of() : status.paths()) {
      boolean live = "live".equals(path.state());
      say(
          3,
          "path " + path.endpoint(),
          live ? Health.GOOD : Health.WAITING,
          live ? path.state() : path.state() + ": reads and writes wait until the target is back");
    }
  }
}
