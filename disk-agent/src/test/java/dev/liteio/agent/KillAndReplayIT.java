package dev.liteio.agent;

import static dev.liteio.agent.testing.Cluster.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.testing.Cluster;
import dev.liteio.agent.testing.Devices;
import dev.liteio.agent.testing.FreePort;
import dev.liteio.agent.testing.RunningTarget;
import dev.liteio.agent.testing.TargetUnderTest;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Transport;
import dev.liteio.target.host.HostOptions;
import dev.liteio.target.host.NvmeHost;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A target that dies at any moment: what was there comes back, and who was shut out stays out. */
@Timeout(300)
@EnableKubernetesMockClient(crud = true, https = false)
class KillAndReplayIT {

  private static final long MIB = 1L << 20;
  private static final int BLOCK = 4096;

  KubernetesClient client;
  @TempDir Path folder;
  private Cluster cluster;
  private RunningTarget target;
  private AgentConfig config;
  private AgentApplication agent;

  @BeforeEach
  void begin() throws Exception {
    cluster = new Cluster(client);
    target = RunningTarget.embeddedProcess(folder);
    config =
        AgentConfig.of(NODE, target.socket(), "127.0.0.1")
            .listeningAt(List.of(new Endpoint(Transport.TCP, "127.0.0.1", FreePort.find())))
            .keepingIn(folder.resolve("agent"))
            .paced(Duration.ofSeconds(30), Duration.ofSeconds(10));
    agent = new AgentApplication(config, client);
    agent.start();
    cluster.applyPool(MIB, Devices.blank(folder.resolve("disk"), 8192 * MIB));
  }

  @AfterEach
  void end() throws IOException {
    agent.close();
    target.close();
  }

  @Test
  void whoIsRevokedWhileTheTargetIsDeadIsProvenGoneAndNeverComesBack() throws Exception {
    LogicalVolume volume = cluster.create("v", 16 * MIB, true);
    HostIdentity revoked = HostIdentity.mint();
    cluster.allow("v", revoked.nqn().value());
    cluster.awaitAnswer("v", KillAndReplayIT::isReady);

    target.kill();
    cluster.allow("v");

    LogicalVolumeStatus gone = cluster.awaitAnswer("v", status -> status.hosts().isEmpty());
    assertThat(gone.reason()).isEqualTo(LogicalVolumeReason.TARGET_UNREACHABLE);
    target = RunningTarget.embeddedProcess(folder);
    cluster.awaitAnswer("v", KillAndReplayIT::isReady);
    assertThat(lets(volume, revoked)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "100, 2", "1000, 1"})
  void everythingComesBackAsItWas(int count, int kills) throws Exception {
    Random random = new Random(count);
    Map<String, HostIdentity> hosts = new HashMap<>();
    for (int i = 0; i < count; i++) {
      cluster.create(name(i), 4 * MIB, i % 2 == 0);
    }
    Set<HostIdentity> revoked = new HashSet<>();
    for (int kill = 0; kill < kills; kill++) {
      changeSome(count, random, hosts, revoked);
      atSomeMoment(random);
      target.kill();
      changeSome(count, random, hosts, revoked);
      target = RunningTarget.embeddedProcess(folder);
    }

    Map<String, String> made = awaitAll(count);
    for (int i = 0; i < Math.min(count, 100); i++) {
      cluster.edit(name(i), LogicalVolumeSpec::existing);
    }
    markSome(hosts);
    target.kill();
    target = RunningTarget.embeddedProcess(folder);
    long began = System.nanoTime();
    assertThat(awaitAll(count)).isEqualTo(made);
    System.out.printf(
        "replayed exports=%d millis=%d (with its statuses)%n",
        count, (System.nanoTime() - began) / 1_000_000);
    checkMarks(hosts);
    for (HostIdentity one : revoked) {
      assertThat(hosts).doesNotContainValue(one);
    }
    checkNobodyRevokedIsListed(revoked);
  }

  /** New hosts for some volumes, in place of the old ones. */
  private void changeSome(
      int count, Random random, Map<String, HostIdentity> hosts, Set<HostIdentity> revoked) {
    for (int n = 0; n < Math.min(count, 10); n++) {
      String name = name(random.nextInt(count));
      HostIdentity before = hosts.remove(name);
      if (before != null) {
        revoked.add(before);
      }
      HostIdentity fresh = HostIdentity.mint();
      hosts.put(name, fresh);
      cluster.allow(name, fresh.nqn().value());
    }
  }

  private static void atSomeMoment(Random random) throws InterruptedException {
    boolean never = new CountDownLatch(1).await(random.nextInt(400), TimeUnit.MILLISECONDS);
    assertThat(never).isFalse();
  }

  /** Waits until each volume is served by the target that runs now; answers what is behind it. */
  private Map<String, String> awaitAll(int count) throws IOException {
    try (TargetUnderTest observer = TargetUnderTest.observe(target, folder.resolve("observer"))) {
      String incarnation = observer.session().process().incarnation();
      cluster.await(
          count + " volumes",
          () ->
              cluster.volumes().stream().filter(volume -> isServedBy(incarnation, volume)).count()
                  == count,
          () ->
              cluster.volumes().stream()
                  .map(LogicalVolume::getStatus)
                  .distinct()
                  .limit(5)
                  .toList()
                  .toString());
      assertThat(observer.lvolNames()).hasSize(count);
      return observer.lvolUuids();
    }
  }

  private void checkNobodyRevokedIsListed(Set<HostIdentity> revoked) throws IOException {
    try (TargetUnderTest observer = TargetUnderTest.observe(target, folder.resolve("observer"))) {
      Set<String> listed = observer.listedHosts();
      for (HostIdentity one : revoked) {
        assertThat(listed).doesNotContain(one.nqn().value());
      }
    }
  }

  private void markSome(Map<String, HostIdentity> hosts) throws IOException {
    for (Map.Entry<String, HostIdentity> entry : hosts.entrySet()) {
      LogicalVolume volume = cluster.volume(entry.getKey());
      cluster.awaitAnswer(entry.getKey(), KillAndReplayIT::isReady);
      try (NvmeHost host = connect(volume, entry.getValue())) {
        host.write(1, 0, BLOCK, mark(entry.getKey()));
      }
    }
  }

  private void checkMarks(Map<String, HostIdentity> hosts) throws IOException {
    for (Map.Entry<String, HostIdentity> entry : hosts.entrySet()) {
      try (NvmeHost host = connect(cluster.volume(entry.getKey()), entry.getValue())) {
        ByteBuffer read = ByteBuffer.allocate(BLOCK);
        host.read(1, 0, BLOCK, read);
        assertThat(read.flip()).isEqualTo(mark(entry.getKey()));
      }
    }
  }

  private static ByteBuffer mark(String name) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    block.put(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return block.rewind();
  }

  private boolean lets(LogicalVolume volume, HostIdentity host) {
    try (NvmeHost connected = connect(volume, host)) {
      return connected.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private NvmeHost connect(LogicalVolume volume, HostIdentity host) throws IOException {
    Endpoint endpoint = config.endpoints().getFirst();
    return NvmeHost.connect(
        HostOptions.of(
            new InetSocketAddress(endpoint.address(), endpoint.port()),
            LegIdentity.parse(volume.getSpec().uuid()).nqn().value(),
            host.nqn().value(),
            host.id()));
  }

  private static boolean isServedBy(String incarnation, LogicalVolume volume) {
    LogicalVolumeStatus status = volume.getStatus();
    return status != null
        && status.isAbout(volume.getMetadata().getGeneration())
        && isReady(status)
        && incarnation.equals(status.incarnation());
  }

  private static boolean isReady(LogicalVolumeStatus status) {
    return status.state() == LogicalVolumeState.READY;
  }

  private static String name(int i) {
    return "v-%04d".formatted(i);
  }
}
