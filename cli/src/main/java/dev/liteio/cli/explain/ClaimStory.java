package dev.liteio.cli.explain;

import dev.liteio.cli.report.Finding;
import dev.liteio.cli.report.Health;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From a claim to its bytes, object by object; decides from what was read, reads nothing. */
public final class ClaimStory {

  private static final int EVENTS = 3;

  private final ClaimObjects objects;
  private final List<Finding> findings = new ArrayList<>();

  private ClaimStory(ClaimObjects objects) {
    this.objects = objects;
  }

  /** What is to be said, in the order of the way. */
  public static List<Finding> of(ClaimObjects objects) {
    ClaimStory story = new ClaimStory(objects);
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
        "%s, %s, %s".formatted(phase, size, claim.getSpec().getAccessModes()));
    events();
    if (isOurs(claim)) {
      if (objects.persistentVolume() == null) {
        unbound();
      } else {
        bound(objects.persistentVolume());
      }
    }
  }

  private static Health phaseHealth(@Nullable String phase) {
    return "Bound".equals(phase) ? Health.GOOD : "Lost".equals(phase) ? Health.BAD : Health.WAITING;
  }

  private void events() {
    List<Event> warnings =
        objects.events().stream().filter(event -> "Warning".equals(event.getType())).toList();
    for (Event event : warnings.subList(Math.max(0, warnings.size() - EVENTS), warnings.size())) {
      say(1, "event " + event.getReason(), Health.BAD, event.getMessage());
    }
  }

  private boolean isOurs(PersistentVolumeClaim claim) {
    StorageClass used = objects.storageClass();
    if (used == null) {
      boolean bound = objects.volumeId().isPresent();
      if (!bound) {
        say(
            1,
            "StorageClass " + claim.getSpec().getStorageClassName(),
            Health.BAD,
            "there is none; `kubectl get storageclass` lists those there are");
      }
      return bound;
    }
    boolean ours = Driver.NAME.equals(used.getProvisioner());
    say(
        1,
        "StorageClass " + used.getMetadata().getName(),
        ours ? Health.GOOD : Health.NEUTRAL,
        ours
            ? "volumeBindingMode %s, parameters %s"
                .formatted(
                    used.getVolumeBindingMode(),
                    Objects.requireNonNullElse(used.getParameters(), "none"))
            : "of provisioner %s: not a volume of ours".formatted(used.getProvisioner()));
    return ours;
  }

  private void unbound() {
    boolean waits =
        objects.storageClass() != null
            && "WaitForFirstConsumer".equals(objects.storageClass().getVolumeBindingMode());
    if (waits) {
      say(
          1,
          "volumeBindingMode WaitForFirstConsumer",
          Health.NEUTRAL,
          "it is made when a Pod that uses it is scheduled");
    }
    findings.addAll(PoolFindings.of(objects.pools()));
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
