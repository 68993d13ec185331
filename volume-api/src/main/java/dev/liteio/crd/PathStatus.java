package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * One path from a node to a leg.
 *
 * @param leg the index of the leg
 * @param endpoint where it leads, as {@code tcp://address:port}
 * @param state as the kernel says: live, connecting ...
 * @param anaState as the kernel says: optimized, inaccessible ...
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PathStatus(
    @Required int leg,
    @Required String endpoint,
    @Required String state,
    @Nullable String anaState) {

  /** The state of a path that I/O can go over. */
  public static final String LIVE = "live";
}
