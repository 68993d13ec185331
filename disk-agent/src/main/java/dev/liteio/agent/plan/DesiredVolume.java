package dev.liteio.agent.plan;

import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Provision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the API server says about one logical volume.
 *
 * @param created for the order in which room is given
 * @param deleting whether the object is on its way out
 * @param held whether our finalizer holds it
 * @param status as last written, by us or by an agent before us
 */
public record DesiredVolume(
    String name,
    String uid,
    long generation,
    Instant created,
    boolean deleting,
    boolean held,
    LogicalVolumeSpec spec,
    @Nullable LogicalVolumeStatus status) {

  /** Reads the object as it stands. */
  public static DesiredVolume of(LogicalVolume object) {
    var meta = object.getMetadata();
    String created = meta.getCreationTimestamp();
    return new DesiredVolume(
        meta.getName(),
        Objects.requireNonNullElse(meta.getUid(), ""),
        Objects.requireNonNullElse(meta.getGeneration(), 0L),
        created == null ? Instant.EPOCH : Instant.parse(created),
        meta.getDeletionTimestamp() != null,
        meta.getFinalizers() != null && meta.getFinalizers().contains(Group.AGENT_FINALIZER),
        object.getSpec(),
        object.getStatus());
  }

  /** The same, with this status. */
  public DesiredVolume withStatus(LogicalVolumeStatus other) {
    return new DesiredVolume(name, uid, generation, created, deleting, held, spec, other);
  }

  /**
   * Whether its data is to be destroyed: the object is being deleted and DeleteVolume ordered it.
   */
  public boolean isToBeDestroyed() {
    return deleting && spec.destroyOrFalse();
  }

  /** Whether the object is being deleted though nobody ordered that its data be destroyed. */
  public boolean isKeptWithoutOrder() {
    return deleting && !spec.destroyOrFalse();
  }

  /**
   * Whether it was made at some time, so that it must never be made again; so is whatever does not
   * say plainly that it is to be made.
   */
  public boolean existed() {
    return spec.provision() != Provision.CREATE || deviceOrNull() != null;
  }

  /** Whether this very spec was refused; the answer stands. */
  public boolean wasRefused() {
    return status != null
        && status.state() == LogicalVolumeState.FAILED
        && status.isAbout(generation)
        && spec.provision() == Provision.CREATE;
  }

  /** The path of the device it was last seen on. */
  public @Nullable String deviceOrNull() {
    return status == null ? null : status.device();
  }

  /** The hosts the last status listed. */
  public List<String> listedHosts() {
    return status == null ? List.of() : status.hostsOrEmpty();
  }

  /** Whether the last status answers this generation. */
  public boolean isAnswered() {
    return status != null && status.isAbout(generation);
  }
}
