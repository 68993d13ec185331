package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.liteio.volume.ByteSize;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent sees of a pool.
 *
 * @param observedGeneration the generation of the spec this is about
 * @param incarnation the target process this is about (pid, start and boot of it, as one word)
 * @param capacityBytes what volumes can be made of
 * @param freeBytes what is left of it
 * @param largestFreeBytes what is left on the device with most left: the largest volume
 * @param endpoints where the node's target listens
 * @param devices one for each device of the spec
 * @param candidates blank disks of the node that no pool names; the agent never takes one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoragePoolStatus(
    @Nullable Long observedGeneration,
    @Nullable String incarnation,
    @Nullable Long capacityBytes,
    @Nullable Long freeBytes,
    @Nullable Long largestFreeBytes,
    @Nullable List<Endpoint> endpoints,
    @Nullable List<DeviceStatus> devices,
    @Nullable List<CandidateDevice> candidates,
    @Nullable List<Condition> conditions) {

  /** The condition that says whether volumes can be made and served. */
  public static final String READY = "Ready";

  /** {@code capacityBytes} for people. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public @Nullable String capacity() {
    return ByteSize.rounded(capacityBytes);
  }

  /** {@code freeBytes} for people. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public @Nullable String free() {
    return ByteSize.rounded(freeBytes);
  }

  /** {@code largestFreeBytes} for people. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public @Nullable String largestFree() {
    return ByteSize.rounded(largestFreeBytes);
  }
}
