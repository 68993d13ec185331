package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;

/**
 * A disk or a file a pool is made of.
 *
 * @param path absolute, such as {@code /dev/disk/by-id/nvme-...}; a file has to exist already: a
 *     missing one may be a missing mount
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PoolDevice(@Required @Pattern("^/.+") String path) {}
