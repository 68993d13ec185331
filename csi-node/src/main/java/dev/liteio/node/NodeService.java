package dev.liteio.node;

import csi.v1.NodeExpandVolumeRequest;
import csi.v1.NodeExpandVolumeResponse;
import csi.v1.NodeGetCapabilitiesRequest;
import csi.v1.NodeGetCapabilitiesResponse;
import csi.v1.NodeGetInfoRequest;
import csi.v1.NodeGetInfoResponse;
import csi.v1.NodeGetVolumeStatsRequest;
import csi.v1.NodeGetVolumeStatsResponse;
import csi.v1.NodeGrpc.NodeImplBase;
import csi.v1.NodePublishVolumeRequest;
import csi.v1.NodePublishVolumeResponse;
import csi.v1.NodeServiceCapability;
import csi.v1.NodeServiceCapability.RPC;
import csi.v1.NodeStageVolumeRequest;
import csi.v1.NodeStageVolumeResponse;
import csi.v1.NodeUnpublishVolumeRequest;
import csi.v1.NodeUnpublishVolumeResponse;
import csi.v1.NodeUnstageVolumeRequest;
import csi.v1.NodeUnstageVolumeResponse;
import csi.v1.Topology;
import csi.v1.VolumeUsage;
import dev.liteio.node.volume.Usage;
import dev.liteio.rpc.Answers;
import dev.liteio.rpc.InFlight;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.NodeName;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** CSI Node: reads a request, takes the volume, hands over, answers. */
final class NodeService extends NodeImplBase {
  /** Under the two minutes that the kubelet gives a call. */
  private static final Duration MOST = Duration.ofSeconds(110);

  private static final List<RPC.Type> CAPABILITIES =
      List.of(
          RPC.Type.STAGE_UNSTAGE_VOLUME,
          RPC.Type.GET_VOLUME_STATS,
          RPC.Type.EXPAND_VOLUME,
          // without it Kubernetes maps ReadWriteOnce to a mode that lets only one Pod in
          RPC.Type.SINGLE_NODE_MULTI_WRITER);

  private final NodeName node;
  private final int mostVolumes;
  private final NodeParts parts;
  private final InFlight inFlight;

  NodeService(NodeName node, int mostVolumes, NodeParts parts, InFlight inFlight) {
    this.node = node;
    this.mostVolumes = mostVolumes;
    this.parts = parts;
    this.inFlight = inFlight;
  }

  @Override
  public void nodeStageVolume(
      NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> observer) {
    var stage = NodeRequests.stage(request);
    try (var _ = inFlight.claim(stage.volume(), "NodeStageVolume")) {
      parts.stager().stage(stage, TimeLimit.ofCall(MOST));
    }
    Answers.with(observer, NodeStageVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeUnstageVolume(
      NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> observer) {
    String volume = NodeRequests.volume(request.getVolumeId());
    String staging = NodeRequests.path("staging_target_path", request.getStagingTargetPath());
    try (var _ = inFlight.claim(volume, "NodeUnstageVolume")) {
      parts.unstager().unstage(volume, staging, TimeLimit.ofCall(MOST));
    }
    Answers.with(observer, NodeUnstageVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodePublishVolume(
      NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> observer) {
    var publish = NodeRequests.publish(request);
    try (var _ = inFlight.claim(publish.volume(), "NodePublishVolume")) {
      parts.publisher().publish(publish, TimeLimit.ofCall(MOST));
    }
    Answers.with(observer, NodePublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeUnpublishVolume(
      NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> observer) {
    String volume = NodeRequests.volume(request.getVolumeId());
    String target = NodeRequests.path("target_path", request.getTargetPath());
    try (var _ = inFlight.claim(volume, "NodeUnpublishVolume")) {
      parts.publisher().unpublish(volume, target, TimeLimit.ofCall(MOST));
    }
    Answers.with(observer, NodeUnpublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeExpandVolume(
      NodeExpandVolumeRequest request, StreamObserver<NodeExpandVolumeResponse> observer) {
    String volume = NodeRequests.volume(request.getVolumeId());
    String path = NodeRequests.present("volume_path", request.getVolumePath());
    var range = request.getCapacityRange();
    long required = NodeRequests.notNegative("required_bytes", range.getRequiredBytes());
    long most = NodeRequests.notNegative("limit_bytes", range.getLimitBytes());
    long size;
    try (var _ = inFlight.claim(volume, "NodeExpandVolume")) {
      size = parts.expander().expand(volume, path, required, most, TimeLimit.ofCall(MOST));
    }
    Answers.with(observer, NodeExpandVolumeResponse.newBuilder().setCapacityBytes(size).build());
  }

  @Override
  public void nodeGetVolumeStats(
      NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> observer) {
    String volume = NodeRequests.volume(request.getVolumeId());
    String path = NodeRequests.present("volume_path", request.getVolumePath());
    List<Usage.Count> counts = parts.usage().of(volume, path, TimeLimit.ofCall(MOST));
    var answer = NodeGetVolumeStatsResponse.newBuilder();
    answer.addUsage(usage(counts.getFirst(), VolumeUsage.Unit.BYTES));
    counts.stream().skip(1).forEach(c -> answer.addUsage(usage(c, VolumeUsage.Unit.INODES)));
    Answers.with(observer, answer.build());
  }

  @Override
  public void nodeGetInfo(
      NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> observer) {
    Answers.with(
        observer,
        NodeGetInfoResponse.newBuilder()
            .setNodeId(node.value())
            .setMaxVolumesPerNode(mostVolumes)
            .setAccessibleTopology(
                Topology.newBuilder().putSegments(NodeName.TOPOLOGY_KEY, node.label()))
            .build());
  }

  @Override
  public void nodeGetCapabilities(
      NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> observer) {
    Stream<NodeServiceCapability> capabilities =
        CAPABILITIES.stream()
            .map(type ->
                NodeServiceCapability.newBuilder().setRpc(RPC.newBuilder().setType(type)).build());
    Answers.with(
        observer,
        NodeGetCapabilitiesResponse.newBuilder().addAllCapabilities(capabilities.toList()).build());
  }

  private static VolumeUsage usage(Usage.Count count, VolumeUsage.Unit unit) {
    return VolumeUsage.newBuilder()
        .setTotal(count.total())
        .setUsed(count.used())
        .setAvailable(count.available())
        .setUnit(unit)
        .build();
  }
}
