package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the consumer's csi-node sees.
 *
 * @param observedGeneration the generation of the spec this is about
 * @param staged whether the volume is staged on its node
 * @param device the kernel's name of the device, such as {@code /dev/nvme0n1}
 * @param paths one for each controller
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AttachmentStatus(
    @Nullable Long observedGeneration,
    @Nullable Boolean staged,
    @Nullable String device,
    @Nullable List<PathStatus> paths,
    @Nullable List<Condition> conditions) {}
