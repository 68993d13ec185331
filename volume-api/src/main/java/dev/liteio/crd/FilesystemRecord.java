package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * What has been done about a volume's file system, written before it is done.
 *
 * @param state how far
 * @param type such as {@code ext4}
 * @param uuid of the file system, chosen before mkfs; absent for an adopted one whose uuid is
 *     unknown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record FilesystemRecord(
    @Required FilesystemState state, @Required String type, @Nullable String uuid) {}
