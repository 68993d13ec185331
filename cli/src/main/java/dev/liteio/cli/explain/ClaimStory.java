package dev.liteio.cli.explain;

import dev.liteio.cli.report.Finding;
import dev.liteio.cli.report.Health;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** From a claim to its bytes, object by object; decides from what was read, reads nothing. */
public final class ClaimStory {

  private static final String LATE_BINDING = "WaitForFirstConsumer";

  private final ClaimObjects objects;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  private ClaimStory(ClaimObjects objects, Instant now) {
    this.objects = objects;
    this.now = now;
  }

  /** What is to be said, in the order of the way. */
  public static List<Finding> of(ClaimObjects objects, Instant now) {
    ClaimStory story = new ClaimStory(objects, now);
    story.tell();
    return List.copyOf(story.findings);
  }

  private void say(int depth, String object, Health health, String text) {
    findings.add(new Finding(depth, object, health, text));
  }

  private void tell() {
    PersistentVolumeClaim claim = objects.claim();
    String named = "PersistentVolumeClaim %s/%s".formatted(objects.namespace(), objects.name());
    if (claim == null) {
      say(0, named, Health.BAD, "there is none; `kubectl get pvc -A` lists those there are");
      return;
    }
    String phase = claim.getStatus() == null ? "" : claim.getStatus().getPhase();
    String size =
        Objects.toString(claim.getSpec().getResources().getRequests().get("storage"), "?");
    say(
        0,
        named,
        phaseHealth(phase),
        "%s, %s, %s%s".formatted(phase, size, claim.getSpec().getAccessModes(), going(claim)));
    findings.addAll(
        new EventFindings(1, now).of(objects.eventsAbout(claim), !"Bound".equals(phase)));
    findings.addAll(new PodFindings(objects, now).all());
    if (isOurs(claim)) {
      if (objects.persistentVolume() != null) {
        bound(objects.persistentVolume());
      } else if (objects.mayRead("PersistentVolumes")) {
        unbound(claim);
      }
    }
    if (!objects.refused().isEmpty()) {
      say(
          0,
          "not looked at",
          Health.NEUTRAL,
          "you may not read %s: ask who may (docs/install.md, Who may look)"
              .formatted(String.join(", ", new TreeSet<>(objects.refused()))));
    }
  }

  private static String going(PersistentVolumeClaim claim) {
    return claim.getMetadata().getDeletionTimestamp() == null
        ? ""
        : ", is being deleted and waits until no Pod uses it";
  }

  private static Health phaseHealth(@Nullable String phase) {
    return "Bound".equals(phase) ? Health.GOOD : "Lost".equals(phase) ? Health.BAD : Health.WAITING;
  }

  private boolean isOurs(PersistentVolumeClaim claim) {
    StorageClass used = objects.storageClass();
    if (used == null) {
      boolean bound = objects.volumeId().isPresent();
      if (!bound && objects.mayRead("StorageClasses")) {
        say(
            1,
            "StorageClass " + Objects.toString(claim.getSpec().getStorageClassName(), "(none)"),
            Health.BAD,
            "there is none; `kubectl get storageclass` lists those there are");
      }
      return bound;
    }
    boolean ours = Driver.NAME.equals(used.getProvisioner());
    String name = "StorageClass " + used.getMetadata().getName();
    if (!ours) {
      say(
          1,
          name,
          Health.NEUTRAL,
          "of provisioner %s: not a volume of ours".formatted(used.getProvisioner()));
      return false;
    }
    String objection = objection(used);
    say(
        1,
        name,
        objection.isEmpty() ? Health.GOOD : Health.BAD,
        objection.isEmpty()
            ? "volumeBindingMode %s, parameters %s"
                .formatted(
                    used.getVolumeBindingMode(),
                    Objects.requireNonNullElse(used.getParameters(), "none"))
            : objection + "; delete the class and create it anew (docs/parameters.md)");
    return true;
  }

  private static String objection(StorageClass used) {
    try {
      Object _ = ClaimWish.parameters(used);
      return "";
    } catch (InvalidRequest e) {
      return e.explanation();
    }
  }

  private void unbound(PersistentVolumeClaim claim) {
    StorageClass used = objects.storageClass();
    if (used == null) {
      return;
    }
    modes(claim);
    Optional<String> selected = ClaimWish.selectedNode(claim);
    if (LATE_BINDING.equals(used.getVolumeBindingMode()) && selected.isEmpty()) {
      say(
          1,
          "volumeBindingMode " + LATE_BINDING,
          objects.pods().isEmpty() ? Health.NEUTRAL : Health.WAITING,
          objects.pods().isEmpty()
              ? "no Pod uses the claim; its volume is made when a Pod that uses it is scheduled"
              : "its volume is made when a Pod that uses it is scheduled, which has not happened");
    }
    selected.ifPresent(
        node -> say(1, "the Pod's node", Health.NEUTRAL, node + ", as the scheduler chose"));
    if (objection(used).isEmpty() && objects.mayRead("StoragePools")) {
      findings.addAll(
          new PoolFindings(ClaimWish.of(claim, used), objects.logicalVolumes(), objects.nodes())
              .of(objects.pools()));
    }
  }

  private void modes(PersistentVolumeClaim claim) {
    List<String> several =
        claim.getSpec().getAccessModes().stream().filter(mode -> mode.endsWith("Many")).toList();
    if (!several.isEmpty()) {
      say(
          1,
          "access modes " + several,
          Health.BAD,
          "a volume is used on one node at a time: ask for ReadWriteOnce or ReadWriteOncePod");
    }
  }

  private void bound(PersistentVolume pv) {
    String name = "PersistentVolume " + pv.getMetadata().getName();
    if (objects.volumeId().isEmpty()) {
      say(1, name, Health.NEUTRAL, "not a volume of ours");
      return;
    }
    say(1, name, Health.GOOD, "reclaim policy " + pv.getSpec().getPersistentVolumeReclaimPolicy());
    findings.addAll(VolumeFindings.of(objects));
  }
}
