package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool's agent has to make, keep and serve.
 *
 * @param volume the Volume it belongs to
 * @param leg the index of the leg
 * @param pool the StoragePool
 * @param node the pool's node; the agent acts only when it is its own
 * @param uuid the leg's identity
 * @param lvol the name of the lvol: an id of this object's own, so that a second attempt on the
 *     same pool cannot meet what the first left
 * @param sizeBytes grow to, never by
 * @param thin whether clusters are taken when they are written
 * @param controllerIdWindow which of the 8 windows of controller ids
 * @param provision Create until the first success, Existing ever after
 * @param destroy set by DeleteVolume alone: without it the deletion of this object keeps the data
 * @param hosts who may connect; nobody else
 */
@ValidationRule(
    value = "self.volume == oldSelf.volume",
    message = "volume never changes",
    fieldPath = ".volume")
@ValidationRule(
    value = "self.leg == oldSelf.leg",
    message = "leg never changes",
    fieldPath = ".leg")
@ValidationRule(
    value = "self.pool == oldSelf.pool",
    message = "pool never changes",
    fieldPath = ".pool")
@ValidationRule(
    value = "self.node == oldSelf.node",
    message = "node never changes",
    fieldPath = ".node")
@ValidationRule(
    value = "self.uuid == oldSelf.uuid",
    message = "uuid never changes",
    fieldPath = ".uuid")
@ValidationRule(
    value = "self.lvol == oldSelf.lvol",
    message = "lvol never changes",
    fieldPath = ".lvol")
@ValidationRule(
    value = "self.thin == oldSelf.thin",
    message = "thin never changes",
    fieldPath = ".thin")
@ValidationRule(
    value = "self.controllerIdWindow == oldSelf.controllerIdWindow",
    message = "controllerIdWindow never changes",
    fieldPath = ".controllerIdWindow")
@ValidationRule(
    value = "self.sizeBytes >= oldSelf.sizeBytes",
    message = "a logical volume never shrinks",
    fieldPath = ".sizeBytes")
@ValidationRule(
    value = "!(oldSelf.provision == 'Existing' && self.provision == 'Create')",
    message = "what exists is never created again",
    fieldPath = ".provision")
@ValidationRule(
    value = "!(has(oldSelf.destroy) && oldSelf.destroy) || (has(self.destroy) && self.destroy)",
    message = "a destruction that was ordered cannot be taken back",
    fieldPath = ".destroy")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LogicalVolumeSpec(
    @Required @SelectableField String volume,
    @Required @Min(0) @Max(15) int leg,
    @Required @SelectableField String pool,
    @Required @SelectableField String node,
    @Required String uuid,
    @Required @Pattern("^[a-z0-9][-a-z0-9]{0,62}$") String lvol,
    @Required @Min(1) long sizeBytes,
    @Required boolean thin,
    @Required @Min(0) @Max(7) int controllerIdWindow,
    @Required Provision provision,
    @Nullable Boolean destroy,
    @Nullable @Size(max = 64) List<AllowedHost> hosts) {

  /** Whether its data may be destroyed. */
  public boolean destroyOrFalse() {
    return Boolean.TRUE.equals(destroy);
  }

  /** Who may connect, never absent. */
  public List<AllowedHost> hostsOrEmpty() {
    return hosts == null ? List.of() : hosts;
  }

  /** The same, for these hosts. */
  public LogicalVolumeSpec withHosts(List<AllowedHost> allowed) {
    return new LogicalVolumeSpec(
        volume,
        leg,
        pool,
        node,
        uuid,
        lvol,
        sizeBytes,
        thin,
        controllerIdWindow,
        provision,
        destroy,
        List.copyOf(allowed));
  }

  /** The same, larger. */
  public LogicalVolumeSpec grownTo(long bytes) {
    return new LogicalVolumeSpec(
        volume,
        leg,
        pool,
        node,
        uuid,
        lvol,
        bytes,
        thin,
        controllerIdWindow,
        provision,
        destroy,
        hosts);
  }

  /** The same, known to exist. */
  public LogicalVolumeSpec existing() {
    return new LogicalVolumeSpec(
        volume,
        leg,
        pool,
        node,
        uuid,
        lvol,
        sizeBytes,
        thin,
        controllerIdWindow,
        Provision.EXISTING,
        destroy,
        hosts);
  }

  /** The same, to be destroyed. */
  public LogicalVolumeSpec destroyed() {
    return new LogicalVolumeSpec(
        volume,
        leg,
        pool,
        node,
        uuid,
        lvol,
        sizeBytes,
        thin,
        controllerIdWindow,
        provision,
        true,
        hosts);
  }
}
