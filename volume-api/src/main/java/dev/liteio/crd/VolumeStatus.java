package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people read about a volume, and what is recorded about its file system.
 *
 * @param observedGeneration the generation of the spec this is about
 * @param phase a word for people; nothing decides by it
 * @param size for people, as {@code 10GiB}
 * @param filesystem by the csi-node that stages the volume; absent = no mkfs has been begun
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record VolumeStatus(
    @Nullable Long observedGeneration,
    @Nullable String phase,
    @Nullable String size,
    @Nullable FilesystemRecord filesystem,
    @Nullable List<Condition> conditions) {

  /** The same, with what is known of the file system. */
  public VolumeStatus with(FilesystemRecord record) {
    return new VolumeStatus(observedGeneration, phase, size, record, conditions);
  }
}
