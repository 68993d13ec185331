package dev.liteio.agent.plan;

import dev.liteio.agent.engine.DeviceContents;
import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.crd.CandidateDevice;
import dev.liteio.crd.DeviceState;
import dev.liteio.crd.DeviceStatus;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.kubernetes.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said about a pool. */
public final class PoolReport {

  /** The condition that is True when the pool holds volumes that no object claims. */
  public static final String ORPHANS = "Orphans";

  private static final int NAMED_ORPHANS = 10;

  private PoolReport() {}

  /**
   * The status of a pool that was looked at.
   *
   * @param generation of the spec this is about
   * @param before the status as last written
   */
  public static StoragePoolStatus of(
      StoragePoolSpec spec,
      long generation,
      PoolContents contents,
      Set<String> claimed,
      String incarnation,
      List<Endpoint> endpoints,
      @Nullable List<CandidateDevice> candidates,
      @Nullable StoragePoolStatus before,
      Instant now) {
    Admission admission = Admission.of(spec, contents);
    return new StoragePoolStatus(
        generation,
        incarnation,
        contents.devices().stream().mapToLong(DeviceContents::capacityBytes).sum(),
        admission.freeBytes(),
        admission.largestFreeBytes(),
        endpoints,
        contents.devices().stream().map(PoolReport::device).toList(),
        candidates,
        conditions(contents, claimed, generation, before, now));
  }

  /** The status of a pool whose target cannot be reached: what was known stays. */
  public static StoragePoolStatus unreachable(
      long generation, String trouble, @Nullable StoragePoolStatus before, Instant now) {
    List<Condition> conditions =
        Conditions.upsert(
            before == null ? null : before.conditions(),
            StoragePoolStatus.READY,
            false,
            "TargetUnreachable",
            trouble,
            generation,
            now);
    return before == null
        ? new StoragePoolStatus(null, null, null, null, null, null, null, null, conditions)
        : new StoragePoolStatus(
            before.observedGeneration(),
            before.incarnation(),
            before.capacityBytes(),
            before.freeBytes(),
            before.largestFreeBytes(),
            before.endpoints(),
            before.devices(),
            before.candidates(),
            conditions);
  }

  /** The volumes in stores of this pool that no object claims. They are never touched. */
  public static List<StoredVolume> orphans(PoolContents contents, Set<String> claimed) {
    return contents.volumes().stream()
        .filter(volume -> contents.deviceOf(volume.store()).isPresent())
        .filter(volume -> !claimed.contains(volume.name()))
        .toList();
  }

  private static List<Condition> conditions(
      PoolContents contents,
      Set<String> claimed,
      long generation,
      @Nullable StoragePoolStatus before,
      Instant now) {
    List<Condition> ready = readiness(contents, generation, before, now);
    List<StoredVolume> orphans = orphans(contents, claimed);
    if (orphans.isEmpty() && Conditions.find(ready, ORPHANS).isEmpty()) {
      return ready;
    }
    String names =
        orphans.stream()
            .limit(NAMED_ORPHANS)
            .map(orphan -> orphan.store() + "/" + orphan.name())
            .collect(Collectors.joining(", "));
    return Conditions.upsert(
        ready,
        ORPHANS,
        !orphans.isEmpty(),
        orphans.isEmpty() ? "None" : "UnclaimedVolumes",
        orphans.isEmpty()
            ? "every volume of the pool is claimed by a LogicalVolume"
            : "%d volumes are claimed by no LogicalVolume; they are kept: %s"
                .formatted(orphans.size(), names),
        generation,
        now);
  }

  private static List<Condition> readiness(
      PoolContents contents, long generation, @Nullable StoragePoolStatus before, Instant now) {
    List<DeviceContents> missing =
        contents.devices().stream().filter(device -> !device.isReady()).toList();
    boolean some = contents.devices().stream().anyMatch(DeviceContents::isReady);
    boolean refused = missing.stream().anyMatch(device -> device.state() == DeviceState.REFUSED);
    String reason =
        missing.isEmpty() ? "DevicesReady" : refused ? "DeviceRefused" : "DeviceUnavailable";
    String message =
        missing.isEmpty()
            ? "all %d devices are in use".formatted(contents.devices().size())
            : missing.stream()
                .map(device -> device.path() + ": " + device.message())
                .collect(Collectors.joining("; "));
    return Conditions.upsert(
        before == null ? null : before.conditions(),
        StoragePoolStatus.READY,
        some,
        reason,
        message,
        generation,
        now);
  }

  private static DeviceStatus device(DeviceContents device) {
    return device.isReady()
        ? new DeviceStatus(
            device.path(),
            device.store(),
            device.state(),
            device.capacityBytes(),
            device.freeBytes(),
            null)
        : new DeviceStatus(device.path(), null, device.state(), null, null, device.message());
  }
}
