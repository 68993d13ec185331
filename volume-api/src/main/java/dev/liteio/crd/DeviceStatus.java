package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * One device of a pool.
 *
 * @param path as in the spec
 * @param lvstore the name of the lvstore on it
 * @param state whether it is in use
 * @param capacityBytes what volumes can be made of
 * @param freeBytes what is left of it
 * @param message what was found, when it is not ready
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DeviceStatus(
    @Required String path,
    @Nullable String lvstore,
    @Required DeviceState state,
    @Nullable Long capacityBytes,
    @Nullable Long freeBytes,
    @Nullable String message) {}
