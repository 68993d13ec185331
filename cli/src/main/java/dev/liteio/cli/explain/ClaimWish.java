package dev.liteio.cli.explain;

import dev.liteio.controller.placement.Wish;
import dev.liteio.controller.request.Accessibility;
import dev.liteio.controller.request.SizeRange;
import dev.liteio.controller.request.StorageClassParameters;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.volume.ByteSize;
import dev.liteio.volume.NodeName;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What CreateVolume will be asked for a claim. */
final class ClaimWish {

  /** The scheduler's choice, written on the claim. */
  private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

  private ClaimWish() {}

  /**
   * Reads it.
   *
   * @throws InvalidRequest when the class says what CreateVolume refuses
   */
  static Wish of(PersistentVolumeClaim claim, StorageClass used) {
    return Wish.of(bytes(claim), parameters(used), accessibility(claim));
  }

  static StorageClassParameters parameters(StorageClass used) {
    return StorageClassParameters.parse(
        Objects.requireNonNullElse(used.getParameters(), Map.<String, String>of()));
  }

  private static long bytes(PersistentVolumeClaim claim) {
    Quantity asked = claim.getSpec().getResources().getRequests().get("storage");
    if (asked == null) {
      return 0;
    }
    BigDecimal bytes = Quantity.getAmountInBytes(asked).max(BigDecimal.ZERO);
    return new ByteSize(bytes.min(BigDecimal.valueOf(1L << 50)).longValue())
        .roundedUpTo(SizeRange.UNIT)
        .bytes();
  }

  /** The node that the scheduler chose for the first Pod. */
  static Optional<String> selectedNode(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(SELECTED_NODE));
  }

  private static Accessibility accessibility(PersistentVolumeClaim claim) {
    return selectedNode(claim)
        .map(node -> new NodeName(node).label())
        .map(label -> new Accessibility(Set.of(label), List.of(label)))
        .orElse(Accessibility.ANYWHERE);
  }
}
