package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.e2e.benchmarks.Figures;
import dev.liteio.e2e.benchmarks.RequestCount;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * From applying a claim and its Pod until the claim is Bound and the Pod runs, beside the same Pod
 * with an emptyDir on the same node. The nodes are emulated: the ratio says more than the seconds.
 */
@InCluster
@Timeout(3600)
class PodStartBench {
  private static final int ROUNDS = Integer.getInteger("liteio.bench.pods", 5);
  private static final String NODE = "node-a";

  private KubernetesClient client;
  private User user;

  @BeforeEach
  void install(Cluster shared) {
    var _ = InstalledDriver.in(shared);
    client = shared.control().client();
    user = new User(shared);
  }

  @Test
  void besideAnEmptyDir() {
    Figures.printMachine();
    double[] plain = new double[ROUNDS];
    double[] bound = new double[ROUNDS];
    double[] running = new double[ROUNDS];
    double[] gone = new double[ROUNDS];
    RequestCount before = requests();
    for (int round = 0; round < ROUNDS; round++) {
      plain[round] = emptyDir("plain-" + round);
      gone[round] = claim("claimed-" + round, round, bound, running);
    }
    Figures.print("Pod with an emptyDir, to Running: p50=%.1f s", Figures.median(plain));
    Figures.print("claim, to Bound: p50=%.1f s", Figures.median(bound));
    Figures.print(
        "Pod with a new claim, to Running: p50=%.1f s, ratio=%.1f",
        Figures.median(running), Figures.median(running) / Figures.median(plain));
    Figures.print("Pod and claim, deleted to nothing left: p50=%.1f s", Figures.median(gone));
    Figures.print("asked about our objects for each: %s", requests().since(before).per(ROUNDS));
  }

  private RequestCount requests() {
    return RequestCount.parse(client.raw("/metrics"), Set.of());
  }

  private double emptyDir(String name) {
    long start = System.nanoTime();
    CompletableFuture<Long> runs = when(pod(name), PodStartBench::isRunning);
    apply(
        Manifests.podWith(
            name,
            "{kubernetes.io/hostname: %s}".formatted(NODE),
            "volumeMounts: [{name: data, mountPath: /data}]",
            "emptyDir: {}",
            Manifests.STAYING));
    double seconds = seconds(start, runs);
    user.delete("pod", name);
    return seconds;
  }

  /** Answers how long it took to go. */
  private double claim(String name, int round, double[] bound, double[] running) {
    long start = System.nanoTime();
    var claims = client.persistentVolumeClaims().inNamespace("default");
    CompletableFuture<Long> binds = when(claims.withName(name), PodStartBench::isBound);
    CompletableFuture<Long> runs = when(pod(name), PodStartBench::isRunning);
    apply(Manifests.claim(name, "64Mi"));
    apply(Manifests.podOn(NODE, name, name, Manifests.STAYING));
    running[round] = seconds(start, runs);
    bound[round] = seconds(start, binds);
    long end = System.nanoTime();
    user.delete("pod", name);
    user.delete("pvc", name);
    user.cleanUp();
    return (System.nanoTime() - end) / 1e9;
  }

  private void apply(String yaml) {
    var _ =
        client
            .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
            .inNamespace("default")
            .create();
  }

  private Resource<Pod> pod(String name) {
    return client.pods().inNamespace("default").withName(name);
  }

  private static <T extends HasMetadata> CompletableFuture<Long> when(
      Resource<T> object, Predicate<T> condition) {
    return object
        .informOnCondition(there -> there.stream().anyMatch(condition))
        .thenApply(there -> System.nanoTime());
  }

  private static double seconds(long start, CompletableFuture<Long> event) {
    return (event.orTimeout(User.PATIENCE.toSeconds(), TimeUnit.SECONDS).join() - start) / 1e9;
  }

  private static boolean isRunning(Pod pod) {
    return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
  }

  private static boolean isBound(PersistentVolumeClaim claim) {
    return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
  }
}
