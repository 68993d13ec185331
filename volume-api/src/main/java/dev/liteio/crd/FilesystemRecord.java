package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What has been done about a volume's file system, written before it is done.
 *
 * @param state how far
 * @param type such as {@code ext4}
 * @param uuid of the file system, chosen before mkfs; absent for an adopted one whose uuid is
 *     unknown
 */
@ValidationRule(
    value = "!(oldSelf.state == 'Formatted' && self.state == 'Formatting')",
    message = "what is formatted is never formatted again",
    fieldPath = ".state")
@ValidationRule(
    value = "self.type == oldSelf.type",
    message = "a file system is never replaced by one of another type",
    fieldPath = ".type")
@ValidationRule(
    value = "!has(oldSelf.uuid) || (has(self.uuid) && self.uuid == oldSelf.uuid)",
    message = "the uuid of a file system never changes",
    fieldPath = ".uuid")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record FilesystemRecord(
    @Required FilesystemState state, @Required String type, @Nullable String uuid) {}
