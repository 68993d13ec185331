package dev.liteio.agent.plan;

import dev.liteio.agent.engine.DeviceContents;
import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.agent.export.ExportOrder;
import dev.liteio.agent.export.ObservedExport;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.StoragePoolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From what is wanted and what is there to what has to be done: pure, and the only place that
 * decides whether something is created or destroyed.
 */
public final class Planner {

  private final DesiredPool desired;
  private final ObservedPool observed;
  private final ServingTerms terms;
  private final @Nullable Admission admission;

  private Planner(DesiredPool desired, ObservedPool observed, ServingTerms terms) {
    this.desired = desired;
    this.observed = observed;
    this.terms = terms;
    StoragePoolSpec spec = desired.spec();
    this.admission = spec == null ? null : Admission.of(spec, observed.contents());
  }

  /** The plan for one pool; volumes get room in their order. */
  public static Plan plan(DesiredPool desired, ObservedPool observed, ServingTerms terms) {
    Planner planner = new Planner(desired, observed, terms);
    return new Plan(desired.volumes().stream().map(planner::planVolume).toList());
  }

  private VolumePlan planVolume(DesiredVolume volume) {
    Orders.Reading reading = Orders.read(volume, terms);
    ExportOrder order = reading.order();
    if (order == null) {
      return new VolumePlan(volume, nonsense(volume, reading), null, List.of());
    }
    Optional<StoredVolume> stored = Lookup.find(volume, observed.contents());
    ObservedExport own = observed.exportOf(volume.spec().lvol(), order.nqn()).orElse(null);
    if (volume.isToBeDestroyed()) {
      return destroy(volume, order, stored, own);
    }
    ObservedExport seen = observed.export(order.nqn()).orElse(null);
    if (stored.isPresent()) {
      return serve(volume, reading, stored.get(), seen);
    }
    return seen != null && own == null && !volume.wasRefused() && !volume.existed()
        ? waiting(volume, order, List.of(), taken(seen))
        : absent(volume, order, own);
  }

  /** What makes no sense was never made, so that there is nothing to destroy. */
  private static Verdict nonsense(DesiredVolume volume, Orders.Reading reading) {
    return volume.isToBeDestroyed()
        ? new Verdict.Destroy()
        : new Verdict.Refuse(LogicalVolumeReason.CONFLICT, reading.problemOrEmpty());
  }

  private VolumePlan destroy(
      DesiredVolume volume,
      ExportOrder order,
      Optional<StoredVolume> stored,
      @Nullable ObservedExport seen) {
    List<Step> first = seen == null ? List.of() : List.of(new Step.Unexport(order.nqn()));
    List<Step> then =
        stored.<List<Step>>map(s -> List.of(new Step.DeleteVolume(s))).orElse(List.of());
    if (stored.isEmpty() && !isKnownToBeNowhere(volume)) {
      return waiting(volume, order, List.of(first), notLoaded(volume));
    }
    return new VolumePlan(volume, new Verdict.Destroy(), order, List.of(first, then));
  }

  private VolumePlan serve(
      DesiredVolume volume,
      Orders.Reading reading,
      StoredVolume stored,
      @Nullable ObservedExport seen) {
    ExportOrder order = reading.orderFor(stored);
    ExportOrder admitted = Hosts.admitted(volume, order, seen, observed.heldElsewhere());
    List<List<Step>> stages = new ArrayList<>(ExportSteps.of(admitted, seen));
    Verdict verdict = Concerns.about(volume, reading, stored, clusterBytes(stored));
    if (stored.sizeBytes() < volume.spec().sizeBytes()) {
      if (admission != null && admission.grow(stored, volume.spec().sizeBytes())) {
        stages.add(List.of(new Step.GrowVolume(stored, volume.spec().sizeBytes())));
      } else {
        verdict =
            new Verdict.Serve(LogicalVolumeReason.NO_SPACE, "cannot grow: " + shortage(volume));
      }
    }
    return new VolumePlan(volume, verdict, order, stages);
  }

  private long clusterBytes(StoredVolume stored) {
    return observed
        .contents()
        .deviceOf(stored.store())
        .map(DeviceContents::clusterBytes)
        .orElse(0L);
  }

  private VolumePlan absent(
      DesiredVolume volume, ExportOrder order, @Nullable ObservedExport seen) {
    if (volume.wasRefused()) {
      return refuse(volume, order, seen, LogicalVolumeReason.NO_SPACE, priorMessage(volume));
    }
    if (volume.existed()) {
      return missing(volume, order, seen);
    }
    if (volume.deleting()) {
      return waiting(volume, order, ExportSteps.withoutVolume(order, seen), neverMade());
    }
    if (admission == null) {
      return waiting(volume, order, ExportSteps.withoutVolume(order, seen), noPool());
    }
    if (observed.contents().devices().stream().noneMatch(DeviceContents::isReady)) {
      return waiting(volume, order, ExportSteps.withoutVolume(order, seen), notLoaded(volume));
    }
    return admission
        .place(volume.spec().sizeBytes(), volume.spec().thin())
        .map(store -> create(volume, order, seen, store))
        .orElseGet(
            () -> refuse(volume, order, seen, LogicalVolumeReason.NO_SPACE, shortage(volume)));
  }

  private VolumePlan create(
      DesiredVolume volume, ExportOrder order, @Nullable ObservedExport seen, String store) {
    var spec = volume.spec();
    Step create = new Step.CreateVolume(store, spec.lvol(), spec.sizeBytes(), spec.thin());
    List<List<Step>> stages = new ArrayList<>();
    stages.add(List.of(create));
    stages.addAll(ExportSteps.of(Orders.in(order, store, spec.lvol()), seen));
    return new VolumePlan(volume, Verdict.Serve.AS_ASKED, order, stages);
  }

  private VolumePlan refuse(
      DesiredVolume volume,
      ExportOrder order,
      @Nullable ObservedExport seen,
      LogicalVolumeReason reason,
      String message) {
    List<Step> left = seen == null ? List.of() : List.of(new Step.Unexport(order.nqn()));
    return new VolumePlan(volume, new Verdict.Refuse(reason, message), order, List.of(left));
  }

  private VolumePlan missing(
      DesiredVolume volume, ExportOrder order, @Nullable ObservedExport seen) {
    List<List<Step>> quiet = ExportSteps.withoutVolume(order, seen);
    if (admission == null) {
      return waiting(volume, order, quiet, noPool());
    }
    if (!isKnownToBeNowhere(volume)) {
      return waiting(volume, order, quiet, notLoaded(volume));
    }
    String message =
        "logical volume %s existed and is on none of the devices of pool %s, which are all loaded; it is not replaced by an empty one: restore it, or delete the volume"
            .formatted(volume.spec().lvol(), desired.name());
    return new VolumePlan(volume, new Verdict.Lose(message), order, quiet);
  }

  /** Whether each device it can be on is loaded; it was not found on any. */
  private boolean isKnownToBeNowhere(DesiredVolume volume) {
    String device = volume.deviceOrNull();
    if (device != null) {
      return observed.contents().deviceAt(device).filter(DeviceContents::isReady).isPresent();
    }
    boolean refused = volume.wasRefused();
    return refused || observed.contents().isFullyLoaded();
  }

  private static VolumePlan waiting(
      DesiredVolume volume, ExportOrder order, List<List<Step>> stages, Verdict.Wait verdict) {
    return new VolumePlan(volume, verdict, order, stages);
  }

  /** Another attempt at the same volume is served already; which one counts is not ours to say. */
  private static Verdict.Wait taken(ObservedExport seen) {
    return new Verdict.Wait(
        LogicalVolumeReason.CONFLICT,
        "%s is served for another logical volume of this node: nothing is made beside it"
            .formatted(seen.nqn()));
  }

  private Verdict.Wait noPool() {
    return new Verdict.Wait(
        LogicalVolumeReason.NO_POOL,
        "there is no StoragePool %s on this node: apply it again, or look at spec.pool"
            .formatted(desired.name()));
  }

  private static Verdict.Wait neverMade() {
    return new Verdict.Wait(
        LogicalVolumeReason.KEPT_WITHOUT_ORDER,
        "the object was deleted before the volume was made, and nobody ordered that: nothing is made, and it goes when the controller orders it");
  }

  private Verdict.Wait notLoaded(DesiredVolume volume) {
    return new Verdict.Wait(
        LogicalVolumeReason.POOL_NOT_LOADED, Loading.describe(volume, observed.contents()));
  }

  private String shortage(DesiredVolume volume) {
    return admission == null
        ? "there is no StoragePool " + desired.name()
        : admission.shortage(volume.spec().sizeBytes(), volume.spec().thin());
  }

  private static String priorMessage(DesiredVolume volume) {
    var status = volume.status();
    String message = status == null ? null : status.message();
    return message == null ? "refused" : message;
  }
}
