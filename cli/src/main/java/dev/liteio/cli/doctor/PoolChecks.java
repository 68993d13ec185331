package dev.liteio.cli.doctor;

import dev.liteio.agent.plan.PoolReport;
import dev.liteio.cli.report.Age;
import dev.liteio.cli.report.NodeTrouble;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.kubernetes.Conditions;
import dev.liteio.volume.ByteSize;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Each pool, its node, its agent, and what lies on it that nobody claims. */
public final class PoolChecks {

  private static final int FULL_PERCENT = 5;

  private final ClusterFacts facts;
  private final Instant now;

  /** For that cluster, as of {@code now}. */
  public PoolChecks(ClusterFacts facts, Instant now) {
    this.facts = facts;
    this.now = now;
  }

  /** All of them. */
  public List<Diagnosis> all() {
    return facts.pools().fold(this::of, why -> List.of(Diagnosis.skipped("StoragePools", why)));
  }

  private List<Diagnosis> of(List<StoragePool> pools) {
    if (pools.isEmpty()) {
      return List.of(
          Diagnosis.warn(
              "StoragePools", "there is none", "one for each node with disks", "docs/install.md"));
    }
    List<Diagnosis> all = new ArrayList<>();
    for (StoragePool pool : pools) {
      all.add(pool(pool));
      orphans(pool).ifPresent(all::add);
    }
    return all;
  }

  private static String name(StoragePool pool) {
    return "StoragePool " + pool.getMetadata().getName();
  }

  private Diagnosis pool(StoragePool pool) {
    StoragePoolStatus status = pool.getStatus();
    if (pool.getSpec() == null || pool.getSpec().node() == null) {
      return Diagnosis.bad(name(pool), "it names no node", "spec.node", "delete it");
    }
    if (pool.getSpec().lostOrFalse()) {
      return Diagnosis.warn(
          name(pool),
          "given up (spec.lost)",
          "a node that returns",
          "delete what lay on it, then the pool");
    }
    Optional<Condition> ready =
        Optional.ofNullable(status)
            .flatMap(each -> Conditions.find(each.conditions(), StoragePoolStatus.READY));
    if (status == null || ready.isEmpty()) {
      return Diagnosis.bad(
          name(pool), "no agent has ever reported on it", "Ready", nodeOrAgent(pool));
    }
    String since = "since " + Age.of(ready.get().getLastTransitionTime(), now);
    if (!"True".equals(ready.get().getStatus())) {
      return Diagnosis.bad(
          name(pool),
          "not Ready %s: %s".formatted(since, ready.get().getMessage()),
          "Ready",
          nodeOrAgent(pool));
    }
    return working(pool, status, ready.get(), "Ready " + since);
  }

  private Diagnosis working(
      StoragePool pool, StoragePoolStatus status, Condition ready, String seen) {
    String trouble = trouble(pool.getSpec().node());
    if (!trouble.isEmpty()) {
      return Diagnosis.bad(
          name(pool),
          "%s, but %s: what it reports may be old".formatted(seen, trouble),
          "an agent that runs",
          nodeOrAgent(pool));
    }
    Long generation = pool.getMetadata().getGeneration();
    if (generation != null
        && status.observedGeneration() != null
        && status.observedGeneration() < generation) {
      return Diagnosis.warn(
          name(pool),
          "%s, for generation %d of its spec".formatted(seen, status.observedGeneration()),
          "generation " + generation,
          nodeOrAgent(pool));
    }
    if (!"DevicesReady".equals(ready.getReason())) {
      return Diagnosis.warn(
          name(pool),
          "%s, in part: %s".formatted(seen, ready.getMessage()),
          "all its devices",
          "wipe or replace what it refuses, or take it out of spec.devices");
    }
    return room(pool, status, seen);
  }

  private static Diagnosis room(StoragePool pool, StoragePoolStatus status, String seen) {
    long free = orZero(status.freeBytes());
    long capacity = orZero(status.capacityBytes());
    String text =
        "%s, %s of %s free%s"
            .formatted(
                seen,
                new ByteSize(free).rounded(),
                new ByteSize(capacity).rounded(),
                pool.getSpec().cordonedOrFalse() ? ", cordoned" : "");
    return free < capacity / 100 * FULL_PERCENT && !pool.getSpec().cordonedOrFalse()
        ? Diagnosis.warn(
            name(pool),
            text,
            "at least %d%% free".formatted(FULL_PERCENT),
            "add a device or a pool; thin volumes of a full pool fail to write")
        : Diagnosis.good(name(pool), text);
  }

  private static long orZero(@Nullable Long bytes) {
    return bytes == null ? 0 : Math.max(0, bytes);
  }

  private String nodeOrAgent(StoragePool pool) {
    String node = pool.getSpec().node();
    String trouble = trouble(node);
    return trouble.isEmpty()
        ? "see the agent's log: kubectl -n liteio logs -l app.kubernetes.io/component=agent --all-containers"
        : trouble
            + ": bring it back; docs/troubleshooting.md tells what to do when it will not return";
  }

  /** What is wrong with a pool's node or the agent there; empty when nothing is known of it. */
  private String trouble(String node) {
    String wrong = facts.nodes().fold(nodes -> NodeTrouble.of(nodes, node), why -> "");
    if (!wrong.isEmpty()) {
      return wrong;
    }
    return facts
        .pods()
        .fold(
            pods -> agent(pods.stream().filter(pod -> PodChecks.is(pod, "agent")).toList(), node),
            why -> "");
  }

  private static String agent(List<Pod> pods, String node) {
    if (pods.isEmpty()) {
      return ""; // not installed by the chart, or in another way
    }
    List<Pod> there =
        pods.stream()
            .filter(pod -> pod.getSpec() != null && node.equals(pod.getSpec().getNodeName()))
            .toList();
    if (there.isEmpty()) {
      return "no agent runs on node %s (agent.nodeSelector of the chart)".formatted(node);
    }
    return there.stream().anyMatch(PodChecks::isReady)
        ? ""
        : "the agent %s is not Ready".formatted(there.getFirst().getMetadata().getName());
  }

  private static Optional<Diagnosis> orphans(StoragePool pool) {
    return Optional.ofNullable(pool.getStatus())
        .flatMap(status -> Conditions.find(status.conditions(), PoolReport.ORPHANS))
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(condition ->
            Diagnosis.warn(
                name(pool) + ", what lies on it",
                condition.getMessage(),
                "a LogicalVolume for each",
                "they are kept for good; docs/troubleshooting.md, Deleted an object by mistake"));
  }
}
