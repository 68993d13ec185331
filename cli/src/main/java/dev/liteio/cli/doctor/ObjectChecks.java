package dev.liteio.cli.doctor;

import dev.liteio.cli.report.Age;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Volume;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Volumes and what belongs to them: what is alone, what does not work, what does not go. */
public final class ObjectChecks {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final ClusterFacts facts;
  private final Instant now;
  private final List<Diagnosis> found = new ArrayList<>();

  /** For that cluster, as of {@code now}. */
  public ObjectChecks(ClusterFacts facts, Instant now) {
    this.facts = facts;
    this.now = now;
  }

  /** A line for each object that something is wrong with, and one for each kind that is well. */
  public List<Diagnosis> all() {
    kind("Volumes", facts.volumes(), this::volume);
    kind("LogicalVolumes", facts.logicalVolumes(), this::logicalVolume);
    kind("Attachments", facts.attachments(), this::attachment);
    return List.copyOf(found);
  }

  /** What looks at one object and says what is wrong with it. */
  private interface Look<T> {
    void at(T object);
  }

  private <T extends HasMetadata> void kind(String kind, Reading<List<T>> objects, Look<T> look) {
    int before = found.size();
    int count =
        objects.fold(
            all -> {
              all.forEach(look::at);
              all.forEach(this::stuck);
              return all.size();
            },
            why -> {
              found.add(Diagnosis.skipped(kind, why));
              return 0;
            });
    if (found.size() == before) {
      found.add(Diagnosis.good(kind, "%d, nothing wrong".formatted(count)));
    }
  }

  private static String label(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  private static <T extends HasMetadata> Set<String> names(Collection<T> objects) {
    return objects.stream().map(each -> each.getMetadata().getName()).collect(Collectors.toSet());
  }

  private boolean isThere(Reading<? extends List<? extends HasMetadata>> objects, String name) {
    return objects.fold(all -> names(all).contains(name), why -> true);
  }

  private boolean isSpeechless(HasMetadata object, boolean hasSpec) {
    if (!hasSpec) {
      found.add(
          Diagnosis.bad(
              label(object), "it has no spec", "one", "nobody of ours wrote it: delete it"));
    }
    return !hasSpec;
  }

  private void volume(Volume volume) {
    if (isSpeechless(volume, volume.getSpec() != null)) {
      return;
    }
    String name = volume.getMetadata().getName();
    boolean announced = volume.getStatus() != null && volume.getStatus().phase() != null;
    boolean served =
        facts
            .logicalVolumes()
            .fold(all -> all.stream().anyMatch(leg -> isOf(name, leg)), why -> true);
    if (announced && !served && volume.getMetadata().getDeletionTimestamp() == null) {
      found.add(
          Diagnosis.bad(
              label(volume),
              "no LogicalVolume serves its bytes",
              "one for each leg",
              "its data may lie on a pool as an orphan: see the pools' condition Orphans"));
    }
    boolean wanted =
        facts
            .persistentVolumes()
            .fold(all -> all.stream().anyMatch(each -> isOf(name, each)), why -> true);
    if (announced && !wanted && isOld(volume)) {
      found.add(
          Diagnosis.warn(
              label(volume),
              "no PersistentVolume leads to it",
              "one",
              "somebody deleted it with the policy Retain, or another cluster's objects were restored; docs/troubleshooting.md, Deleted an object by mistake"));
    }
  }

  private boolean isOld(HasMetadata object) {
    return Age.since(object.getMetadata().getCreationTimestamp(), now)
        .map(age -> age.compareTo(LONG) > 0)
        .orElse(false);
  }

  private static boolean isOf(String volume, LogicalVolume leg) {
    return leg.getSpec() != null && volume.equals(leg.getSpec().volume());
  }

  private static boolean isOf(String volume, PersistentVolume each) {
    return each.getSpec() != null
        && each.getSpec().getCsi() != null
        && Driver.NAME.equals(each.getSpec().getCsi().getDriver())
        && volume.equals(each.getSpec().getCsi().getVolumeHandle());
  }

  private void logicalVolume(LogicalVolume leg) {
    if (isSpeechless(leg, leg.getSpec() != null)) {
      return;
    }
    if (!isThere(facts.volumes(), Objects.toString(leg.getSpec().volume(), ""))) {
      found.add(
          Diagnosis.bad(
              label(leg),
              "its Volume %s is gone".formatted(leg.getSpec().volume()),
              "its Volume",
              "its data is kept; docs/troubleshooting.md, Deleted an object by mistake"));
    }
    if (!isThere(facts.pools(), Objects.toString(leg.getSpec().pool(), ""))) {
      found.add(
          Diagnosis.bad(
              label(leg),
              "its StoragePool %s is gone".formatted(leg.getSpec().pool()),
              "its pool",
              "apply the pool again with the same name, node and devices: its data is on them"));
    }
    LogicalVolumeStatus status = leg.getStatus();
    if (status == null || status.state() == null) {
      if (isOld(leg)) {
        found.add(
            Diagnosis.bad(
                label(leg), "its agent has not answered", "an answer", "see its pool above"));
      }
    } else if (status.state() != LogicalVolumeState.READY) {
      found.add(
          Diagnosis.bad(
              label(leg),
              "%s: %s %s"
                  .formatted(
                      status.state(),
                      Objects.toString(status.reason(), ""),
                      Objects.toString(status.message(), "")),
              "READY",
              status.state() == LogicalVolumeState.LOST
                  ? "see that every device of the pool is there before anything is deleted"
                  : "see its pool above"));
    }
  }

  private void attachment(Attachment attachment) {
    if (isSpeechless(attachment, attachment.getSpec() != null)) {
      return;
    }
    String volume = Objects.toString(attachment.getSpec().volume(), "");
    Set<String> gone = new TreeSet<>();
    if (!isThere(facts.volumes(), volume)) {
      gone.add("Volume " + volume);
    }
    attachment.getSpec().legsOrEmpty().stream()
        .map(leg -> Objects.toString(leg.logicalVolume(), ""))
        .filter(leg -> !isThere(facts.logicalVolumes(), leg))
        .forEach(leg -> gone.add("LogicalVolume " + leg));
    if (!gone.isEmpty()) {
      found.add(
          Diagnosis.bad(
              label(attachment),
              "on node %s without %s"
                  .formatted(attachment.getSpec().node(), String.join(" and ", gone)),
              "its volume",
              "take the Pods that use it away; the detach that follows removes it"));
    }
  }

  private static final String KEPT =
      "nobody ordered its data to be destroyed: it stays, and goes when its claim is deleted; never remove the finalizer";

  private void stuck(HasMetadata object) {
    Age.since(object.getMetadata().getDeletionTimestamp(), now)
        .filter(since -> since.compareTo(LONG) > 0)
        .ifPresent(since ->
            found.add(
                Diagnosis.warn(
                    label(object),
                    "is being deleted for %s, held by %s"
                        .formatted(Age.of(since), object.getMetadata().getFinalizers()),
                    "gone within minutes",
                    whatItWaitsFor(object))));
  }

  private static String whatItWaitsFor(HasMetadata object) {
    return switch (object) {
      case LogicalVolume leg when leg.getSpec() != null && !leg.getSpec().destroyOrFalse() -> KEPT;
      case Volume volume when volume.getSpec() != null && !volume.getSpec().destroyOrFalse() ->
          KEPT;
      case Attachment attachment
          when attachment.getSpec() != null && !attachment.getSpec().revokeOrFalse() ->
          "nobody unpublished it: it stays in force, and goes when its Pods are gone; never remove the finalizer";
      case LogicalVolume _ -> "its agent destroys the data first: see its pool above";
      case Attachment _ ->
          "its target has to prove that the host is out: see its pool; a node that is off for good needs the taint out-of-service";
      default -> "its LogicalVolumes and Attachments go first";
    };
  }
}
