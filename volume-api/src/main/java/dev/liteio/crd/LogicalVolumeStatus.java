package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.liteio.kubernetes.Conditions;
import dev.liteio.volume.ByteSize;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent made and read back.
 *
 * <p>An answer to a question is a status whose observedGeneration is at least that of the spec that
 * asked. A host is proven revoked when such a status does not list it.
 *
 * @param observedGeneration the generation of the spec this is about
 * @param incarnation the target process this is about
 * @param state whether it can be used
 * @param reason one word out of {@link LogicalVolumeReason}, when it cannot
 * @param message the same for people
 * @param device the device of the pool it lies on
 * @param sizeBytes as served
 * @param hosts the host NQNs that are let in or still have a connection
 * @param endpoints where it is served
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LogicalVolumeStatus(
    @Nullable Long observedGeneration,
    @Nullable String incarnation,
    @Nullable LogicalVolumeState state,
    @Nullable LogicalVolumeReason reason,
    @Nullable String message,
    @Nullable String device,
    @Nullable Long sizeBytes,
    @Nullable List<String> hosts,
    @Nullable List<Endpoint> endpoints,
    @Nullable List<Condition> conditions) {

  /**
   * The same with the condition Ready, which says what state, reason and message say.
   *
   * @param before the conditions as last written: one that stays keeps its date
   */
  public LogicalVolumeStatus withReadiness(@Nullable List<Condition> before, Instant now) {
    boolean ready = state == LogicalVolumeState.READY;
    List<Condition> dated =
        Conditions.upsert(
            before,
            Conditions.READY,
            ready,
            reason != null ? Words.of(reason) : ready ? "Served" : "NotReady",
            message != null ? message : ready ? "made, and served as the spec says" : "",
            observedGeneration == null ? 0 : observedGeneration,
            now);
    return new LogicalVolumeStatus(
        observedGeneration,
        incarnation,
        state,
        reason,
        message,
        device,
        sizeBytes,
        hosts,
        endpoints,
        dated);
  }

  /** {@code sizeBytes} for people. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public @Nullable String size() {
    return ByteSize.rounded(sizeBytes);
  }

  /** Whether this answers a spec of that generation. */
  public boolean isAbout(long generation) {
    return observedGeneration != null && observedGeneration >= generation;
  }

  /** The hosts, never absent. */
  public List<String> hostsOrEmpty() {
    return hosts == null ? List.of() : hosts;
  }

  /** The endpoints, never absent. */
  public List<Endpoint> endpointsOrEmpty() {
    return endpoints == null ? List.of() : endpoints;
  }
}
