package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/**
 * A leg and where it is served now.
 *
 * @param index its place in the volume, from 0
 * @param uuid its identity
 * @param logicalVolume the LogicalVolume that serves it
 * @param endpoints where
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServedLeg(
    @Required @Min(0) int index,
    @Required String uuid,
    @Required String logicalVolume,
    @Required List<Endpoint> endpoints) {}
