package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/**
 * A part of a volume that lies on one pool at a time.
 *
 * @param index its place in the volume, from 0
 * @param uuid minted once; NQN, serial and namespace ids derive from it
 * @param sizeBytes its size when the volume was made
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record VolumeLeg(
    @Required @Min(0) int index, @Required String uuid, @Required @Min(1) long sizeBytes) {}
