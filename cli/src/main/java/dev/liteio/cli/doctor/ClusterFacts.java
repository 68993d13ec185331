package dev.liteio.cli.doctor;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.crd.Volume;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was read of a cluster.
 *
 * @param definitions of every group
 * @param driver empty = there is no CSIDriver object of ours
 * @param storageClasses of every provisioner
 * @param policies ValidatingAdmissionPolicies of the driver, as the chart labels them
 * @param pods of the driver, as the chart labels them
 */
public record ClusterFacts(
    Reading<ApiAnswer> api,
    Reading<List<CustomResourceDefinition>> definitions,
    Reading<Optional<CSIDriver>> driver,
    Reading<List<StorageClass>> storageClasses,
    Reading<List<ValidatingAdmissionPolicy>> policies,
    Reading<List<PersistentVolume>> persistentVolumes,
    Reading<List<Node>> nodes,
    Reading<List<Pod>> pods,
    Reading<List<StoragePool>> pools,
    Reading<List<Volume>> volumes,
    Reading<List<LogicalVolume>> logicalVolumes,
    Reading<List<Attachment>> attachments) {

  /** A cluster that does not answer. */
  static ClusterFacts unreachable(String why) {
    return new ClusterFacts(
        Reading.unreadable(why),
        Reading.unreadable(why),
        Reading.unreadable(why),
        Reading.unreadable(why),
        Reading.unreadable(why),
        Reading.unreadable(why),
        Reading.unreadable(why),
        Reading.unreadable(why),
        Reading.unreadable(why),
        Reading.unreadable(why),
        Reading.unreadable(why),
        Reading.unreadable(why));
  }

  /** Where targets listen: by the pools, or by the volumes for whoever may not read pools. */
  public Reading<Set<String>> targetAddresses() {
    return pools.fold(
        known -> Reading.of(ofPools(known)),
        why ->
            logicalVolumes.fold(known -> Reading.of(ofLegs(known)), _ -> Reading.unreadable(why)));
  }

  private static Set<String> ofPools(List<StoragePool> pools) {
    return addresses(
        pools.stream()
            .map(StoragePool::getStatus)
            .filter(Objects::nonNull)
            .map(StoragePoolStatus::endpoints)
            .filter(Objects::nonNull));
  }

  private static Set<String> ofLegs(List<LogicalVolume> legs) {
    return addresses(
        legs.stream()
            .map(LogicalVolume::getStatus)
            .filter(Objects::nonNull)
            .map(LogicalVolumeStatus::endpointsOrEmpty));
  }

  private static Set<String> addresses(Stream<List<Endpoint>> endpoints) {
    return endpoints.flatMap(List::stream).map(Endpoint::address).collect(Collectors.toSet());
  }

  /** Whether a node of the cluster has that name; true when the nodes are not known. */
  public boolean mayHaveNode(String name) {
    return nodes.fold(
        known -> known.stream().anyMatch(node -> node.getMetadata().getName().equals(name)),
        why -> true);
  }
}
