package dev.liteio.controller.rpc;

import com.google.protobuf.Int64Value;
import csi.v1.ControllerExpandVolumeRequest;
import csi.v1.ControllerExpandVolumeResponse;
import csi.v1.ControllerGetCapabilitiesRequest;
import csi.v1.ControllerGetCapabilitiesResponse;
import csi.v1.ControllerGetVolumeRequest;
import csi.v1.ControllerGetVolumeResponse;
import csi.v1.ControllerGrpc.ControllerImplBase;
import csi.v1.ControllerPublishVolumeRequest;
import csi.v1.ControllerPublishVolumeResponse;
import csi.v1.ControllerUnpublishVolumeRequest;
import csi.v1.ControllerUnpublishVolumeResponse;
import csi.v1.CreateVolumeRequest;
import csi.v1.CreateVolumeResponse;
import csi.v1.DeleteVolumeRequest;
import csi.v1.DeleteVolumeResponse;
import csi.v1.GetCapacityRequest;
import csi.v1.GetCapacityResponse;
import csi.v1.ListVolumesRequest;
import csi.v1.ListVolumesResponse;
import csi.v1.ValidateVolumeCapabilitiesRequest;
import csi.v1.ValidateVolumeCapabilitiesResponse;
import csi.v1.VolumeCapability;
import dev.liteio.controller.cluster.PoolTable;
import dev.liteio.controller.placement.Placer;
import dev.liteio.controller.placement.Wish;
import dev.liteio.controller.publish.PublishVolume;
import dev.liteio.controller.publish.UnpublishVolume;
import dev.liteio.controller.request.Accessibility;
import dev.liteio.controller.request.CapabilityRules;
import dev.liteio.controller.request.SizeRange;
import dev.liteio.controller.request.StorageClassParameters;
import dev.liteio.controller.request.VolumeIntent;
import dev.liteio.controller.volume.CreateVolume;
import dev.liteio.controller.volume.DeleteVolume;
import dev.liteio.controller.volume.ExpandVolume;
import dev.liteio.controller.volume.ListVolumes;
import dev.liteio.crd.AccessType;
import dev.liteio.crd.Volume;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.failure.Unavailable;
import dev.liteio.rpc.Answers;
import dev.liteio.rpc.InFlight;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.VolumeId;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;

/** CSI Controller: parse, one use case, render. */
public final class ControllerService extends ControllerImplBase {

  private final UseCases useCases;
  private final Duration longest;
  private final InFlight inFlight = new InFlight();

  /**
   * The service.
   *
   * @param longest how long a call may take when its caller sets no deadline
   */
  public ControllerService(UseCases useCases, Duration longest) {
    this.useCases = useCases;
    this.longest = longest;
  }

  /** What the calls lead to. */
  public record UseCases(
      CreateVolume create,
      DeleteVolume delete,
      ExpandVolume expand,
      ListVolumes list,
      PublishVolume publish,
      UnpublishVolume unpublish,
      PoolTable pools) {}

  private interface Work<T> {
    T run(TimeLimit limit) throws InterruptedException;
  }

  /** One call at a time for each volume here; other replicas are kept apart by the API server. */
  private <T> T alone(String key, String rpc, Work<T> work) {
    try (InFlight.Claim _ = inFlight.claim(key, rpc)) {
      // a little less than the caller gives: the answer has to arrive in time
      TimeLimit limit = TimeLimit.ofCall(longest);
      return work.run(TimeLimit.after(limit.remaining().multipliedBy(9).dividedBy(10)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the controller is being stopped; repeat the call", e);
    }
  }

  @Override
  public void createVolume(
      CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> observer) {
    VolumeIntent intent = VolumeIntent.parse(request);
    CreateVolume.Created created =
        alone(
            intent.id().value(), "CreateVolume", limit -> useCases.create().create(intent, limit));
    Answers.with(
        observer,
        CreateVolumeResponse.newBuilder()
            .setVolume(Rendering.volume(created.volume(), created.onlyOn()))
            .build());
  }

  @Override
  public void deleteVolume(
      DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> observer) {
    Optional<VolumeId> id = Requests.id(request.getVolumeId());
    id.ifPresent(volume ->
        alone(
            volume.value(),
            "DeleteVolume",
            limit -> {
              useCases.delete().delete(volume, limit);
              return volume;
            }));
    Answers.with(observer, DeleteVolumeResponse.getDefaultInstance());
  }

  @Override
  public void controllerPublishVolume(
      ControllerPublishVolumeRequest request,
      StreamObserver<ControllerPublishVolumeResponse> observer) {
    PublishVolume.Wanted wanted = Requests.wanted(request);
    var context =
        alone(
            wanted.volume().value(),
            "ControllerPublishVolume",
            limit -> useCases.publish().publish(wanted, limit));
    Answers.with(
        observer,
        ControllerPublishVolumeResponse.newBuilder().putAllPublishContext(context.toMap()).build());
  }

  @Override
  public void controllerUnpublishVolume(
      ControllerUnpublishVolumeRequest request,
      StreamObserver<ControllerUnpublishVolumeResponse> observer) {
    Optional<VolumeId> id = Requests.id(request.getVolumeId());
    id.ifPresent(volume ->
        alone(
            volume.value(),
            "ControllerUnpublishVolume",
            limit -> {
              useCases.unpublish().unpublish(volume, request.getNodeId(), limit);
              return volume;
            }));
    Answers.with(observer, ControllerUnpublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void controllerExpandVolume(
      ControllerExpandVolumeRequest request,
      StreamObserver<ControllerExpandVolumeResponse> observer) {
    Requests.present("volume_id", request.getVolumeId());
    if (!request.hasCapacityRange()) {
      throw new InvalidRequest("capacity_range: missing");
    }
    SizeRange size = SizeRange.parse(request.getCapacityRange(), true);
    VolumeId id = Requests.knownId(request.getVolumeId());
    Volume volume =
        alone(
            id.value(),
            "ControllerExpandVolume",
            limit -> useCases.expand().expand(id, size, limit));
    Answers.with(
        observer,
        ControllerExpandVolumeResponse.newBuilder()
            .setCapacityBytes(volume.getSpec().sizeBytes())
            .setNodeExpansionRequired(volume.getSpec().accessType() == AccessType.MOUNT)
            .build());
  }

  @Override
  public void validateVolumeCapabilities(
      ValidateVolumeCapabilitiesRequest request,
      StreamObserver<ValidateVolumeCapabilitiesResponse> observer) {
    Requests.present("volume_id", request.getVolumeId());
    if (request.getVolumeCapabilitiesCount() == 0) {
      throw new InvalidRequest("volume_capabilities: missing");
    }
    Volume volume = useCases.list().get(Requests.knownId(request.getVolumeId())).volume();
    Answers.with(observer, verdict(request, volume));
  }

  private static ValidateVolumeCapabilitiesResponse verdict(
      ValidateVolumeCapabilitiesRequest request, Volume volume) {
    boolean block = volume.getSpec().accessType() == AccessType.BLOCK;
    for (VolumeCapability capability : request.getVolumeCapabilitiesList()) {
      String objection = CapabilityRules.objection(capability);
      if (objection == null && capability.hasBlock() != block) {
        objection = "the volume was made as " + volume.getSpec().accessType();
      }
      if (objection != null) {
        return ValidateVolumeCapabilitiesResponse.newBuilder().setMessage(objection).build();
      }
    }
    return ValidateVolumeCapabilitiesResponse.newBuilder()
        .setConfirmed(
            ValidateVolumeCapabilitiesResponse.Confirmed.newBuilder()
                .addAllVolumeCapabilities(request.getVolumeCapabilitiesList()))
        .build();
  }

  @Override
  public void listVolumes(
      ListVolumesRequest request, StreamObserver<ListVolumesResponse> observer) {
    ListVolumes.Page page =
        useCases.list().list(request.getMaxEntries(), request.getStartingToken());
    ListVolumesResponse.Builder answer = ListVolumesResponse.newBuilder().setNextToken(page.next());
    page.entries().forEach(entry -> answer.addEntries(Rendering.entry(entry)));
    Answers.with(observer, answer.build());
  }

  @Override
  public void controllerGetVolume(
      ControllerGetVolumeRequest request, StreamObserver<ControllerGetVolumeResponse> observer) {
    ListVolumes.Entry entry = useCases.list().get(Requests.knownId(request.getVolumeId()));
    Answers.with(
        observer,
        ControllerGetVolumeResponse.newBuilder()
            .setVolume(Rendering.volume(entry.volume(), null))
            .setStatus(
                ControllerGetVolumeResponse.VolumeStatus.newBuilder()
                    .addAllPublishedNodeIds(entry.nodes()))
            .build());
  }

  @Override
  public void getCapacity(
      GetCapacityRequest request, StreamObserver<GetCapacityResponse> observer) {
    if (request.getVolumeCapabilitiesCount() > 0) {
      CapabilityRules.check(request.getVolumeCapabilitiesList());
    }
    Wish wish =
        Wish.of(
            0,
            StorageClassParameters.parse(request.getParametersMap()),
            request.hasAccessibleTopology()
                ? Accessibility.from(request.getAccessibleTopology())
                : Accessibility.ANYWHERE);
    Placer.Capacity capacity = useCases.pools().capacity(wish);
    Answers.with(
        observer,
        GetCapacityResponse.newBuilder()
            .setAvailableCapacity(capacity.available())
            .setMaximumVolumeSize(Int64Value.of(capacity.largest()))
            .build());
  }

  @Override
  public void controllerGetCapabilities(
      ControllerGetCapabilitiesRequest request,
      StreamObserver<ControllerGetCapabilitiesResponse> observer) {
    Answers.with(observer, Rendering.capabilities());
  }
}
