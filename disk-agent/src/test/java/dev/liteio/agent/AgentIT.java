package dev.liteio.agent;

import static dev.liteio.agent.testing.Cluster.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.agent.testing.Cluster;
import dev.liteio.agent.testing.Devices;
import dev.liteio.agent.testing.FreePort;
import dev.liteio.agent.testing.RunningTarget;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.StoragePoolStatus;
import dev.liteio.crd.Transport;
import dev.liteio.kubernetes.Conditions;
import dev.liteio.target.host.HostOptions;
import dev.liteio.target.host.NvmeHost;
import dev.liteio.target.host.NvmeStatusException;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent between an API server and a target. */
@Timeout(300)
@EnableKubernetesMockClient(crud = true, https = false)
class AgentIT {

  private static final long MIB = 1L << 20;

  KubernetesClient client;
  @TempDir Path folder;
  private Cluster cluster;
  private RunningTarget target;
  private AgentConfig config;
  private AgentApplication agent;
  private Path device;

  @BeforeEach
  void begin() throws Exception {
    cluster = new Cluster(client);
    device = Devices.blank(folder.resolve("disk"), 256 * MIB);
    target = RunningTarget.inProcess(folder);
    config =
        AgentConfig.of(NODE, target.socket(), "127.0.0.1")
            .listeningAt(List.of(new Endpoint(Transport.TCP, "127.0.0.1", FreePort.find())))
            .keepingIn(folder.resolve("agent"))
            .paced(Duration.ofSeconds(30), Duration.ofSeconds(10));
    agent = new AgentApplication(config, client);
    agent.start();
  }

  @AfterEach
  void end() throws IOException {
    agent.close();
    target.close();
  }

  @Test
  void aVolumeIsServedToItsHostAndToNobodyElse() throws Exception {
    cluster.applyPool(MIB, device);
    LogicalVolume volume = cluster.create("v", 16 * MIB, true);
    LogicalVolumeStatus ready = cluster.awaitAnswer("v", AgentIT::isReady);
    assertThat(ready.sizeBytes()).isEqualTo(16 * MIB);
    assertThat(ready.endpoints()).isEqualTo(config.endpoints());
    assertThat(ready.device()).isEqualTo(device.toString());
    assertThat(Conditions.holds(ready.conditions(), Conditions.READY)).isTrue();

    HostIdentity host = HostIdentity.mint();
    assertThatThrownBy(() -> connect(volume, host)).isInstanceOf(NvmeStatusException.class);
    cluster.allow("v", host.nqn().value());
    cluster.awaitAnswer("v", status -> status.hosts().contains(host.nqn().value()));
    try (NvmeHost connected = connect(volume, host)) {
      assertThat(connected.geometry(1).bytes()).isEqualTo(16 * MIB);
      connected.write(1, 0, connected.geometry(1).blockSize(), bytes(4096, 7));

      cluster.allow("v");
      cluster.awaitAnswer("v", status -> status.hosts().isEmpty());

      assertThatThrownBy(() -> connected.write(1, 0, 4096, bytes(4096, 8)))
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> connect(volume, host)).isInstanceOf(NvmeStatusException.class);
  }

  @Test
  void aVolumeGrowsUnderItsHost() throws Exception {
    cluster.applyPool(MIB, device);
    cluster.create("v", 16 * MIB, false);
    cluster.awaitAnswer("v", AgentIT::isReady);

    cluster.edit("v", spec -> spec.existing().grownTo(32 * MIB));

    assertThat(cluster.awaitAnswer("v", AgentIT::isReady).sizeBytes()).isEqualTo(32 * MIB);
  }

  @Test
  void whatCannotGrowSaysSoAndStaysServed() {
    cluster.applyPool(MIB, device);
    cluster.create("v", 16 * MIB, false);
    cluster.awaitAnswer("v", AgentIT::isReady);

    cluster.edit("v", spec -> spec.existing().grownTo(1024 * MIB));

    LogicalVolumeStatus status =
        cluster.awaitAnswer("v", one -> one.reason() == LogicalVolumeReason.NO_SPACE);
    assertThat(status.state()).isEqualTo(LogicalVolumeState.READY);
    assertThat(status.sizeBytes()).isEqualTo(16 * MIB);
    assertThat(status.message()).contains("1Gi wanted");
  }

  @Test
  void whatDoesNotFitFailsWithNothingLeft() {
    cluster.applyPool(MIB, device);
    cluster.create("v", 1024 * MIB, false);

    LogicalVolumeStatus status =
        cluster.awaitAnswer("v", one -> one.state() == LogicalVolumeState.FAILED);

    assertThat(status.reason()).isEqualTo(LogicalVolumeReason.NO_SPACE);
    cluster.edit("v", LogicalVolumeSpec::destroyed);
    cluster.delete("v");
    cluster.await("end of v", () -> cluster.find("v").isEmpty(), () -> "still there");
  }

  @Test
  void anObjectDeletedWithoutAnOrderKeepsItsDataAndSaysSo() throws Exception {
    cluster.applyPool(MIB, device);
    LogicalVolume volume = cluster.create("v", 16 * MIB, false);
    HostIdentity host = HostIdentity.mint();
    cluster.allow("v", host.nqn().value());
    cluster.awaitAnswer("v", AgentIT::isReady);

    cluster.delete("v");

    cluster.await(
        "a word about it",
        () -> cluster.volume("v").getStatus().reason() == LogicalVolumeReason.KEPT_WITHOUT_ORDER,
        () -> cluster.volume("v").getStatus().toString());
    cluster.await(
        "an event", () -> cluster.eventReasons().contains("KeptWithoutOrder"), () -> "none");
    try (NvmeHost connected = connect(volume, host)) {
      assertThat(connected.geometry(1).bytes()).isEqualTo(16 * MIB);
    }

    cluster.edit("v", LogicalVolumeSpec::destroyed);
    cluster.await("end of v", () -> cluster.find("v").isEmpty(), () -> "still there");
    assertThatThrownBy(() -> connect(volume, host)).isInstanceOf(IOException.class);
  }

  @Test
  void whatVanishedIsLostAndNeverReplaced() throws Exception {
    cluster.applyPool(MIB, device);
    cluster.create("v", 16 * MIB, false);
    cluster.awaitAnswer("v", AgentIT::isReady);
    cluster.edit("v", LogicalVolumeSpec::existing);
    cluster.awaitAnswer("v", AgentIT::isReady);
    try (var other =
        dev.liteio.agent.testing.TargetUnderTest.observe(target, folder.resolve("other"))) {
      other.deleteLvol("lv-v");
    }
    cluster.edit("v", spec -> spec.grownTo(17 * MIB));

    LogicalVolumeStatus status =
        cluster.awaitAnswer("v", one -> one.state() == LogicalVolumeState.LOST);

    assertThat(status.reason()).isEqualTo(LogicalVolumeReason.DATA_MISSING);
    cluster.await("an event", () -> cluster.eventReasons().contains("DataMissing"), () -> "none");
  }

  @Test
  void aDeviceWithDataIsRefusedUntilItIsWiped() throws Exception {
    Devices.fill(device, 0, MIB, 9);
    cluster.applyPool(MIB, device);

    cluster.await("a refusal", () -> readiness("DeviceRefused"), () -> pool().toString());
    Devices.fill(device, 0, MIB, 0);

    cluster.await("a pool", () -> readiness("DevicesReady"), () -> pool().toString());
    assertThat(pool().capacityBytes()).isGreaterThan(200 * MIB);
    assertThat(pool().freeBytes()).isEqualTo(pool().capacityBytes());
  }

  @Test
  void aSecondAgentDoesNotStart() {
    try (AgentApplication second = new AgentApplication(config, client)) {
      assertThatThrownBy(second::start).hasMessageContaining("another agent");
    }
  }

  @Test
  void itIsWellWhenItHasLookedAtItsPoolsSinceTheTargetBegan() throws Exception {
    cluster.applyPool(MIB, device);
    cluster.await(
        "a look at the pool",
        () -> pool().capacityBytes() != null && agent.trouble().isEmpty(),
        agent::trouble);

    target.close();

    cluster.await(
        "notice of the target's end",
        () -> agent.trouble().startsWith("no session with the target: "),
        agent::trouble);
    agent.close();
    assertThat(agent.trouble()).isEqualTo("the agent does not run");
  }

  @Test
  void anAgentThatComesBackFindsEverythingAsItWas() {
    cluster.applyPool(MIB, device);
    cluster.create("v", 16 * MIB, false);
    LogicalVolumeStatus before = cluster.awaitAnswer("v", AgentIT::isReady);
    agent.close();
    cluster.edit("v", spec -> spec.existing().withHosts(List.of()));

    agent = new AgentApplication(config, client);
    agent.start();

    LogicalVolumeStatus after = cluster.awaitAnswer("v", AgentIT::isReady);
    assertThat(after.incarnation()).isEqualTo(before.incarnation());
    assertThat(after.device()).isEqualTo(before.device());
  }

  private StoragePoolStatus pool() {
    StoragePoolStatus status = cluster.pool().getStatus();
    return status == null
        ? new StoragePoolStatus(null, null, null, null, null, null, null, null, null)
        : status;
  }

  private boolean readiness(String reason) {
    return Conditions.find(pool().conditions(), StoragePoolStatus.READY)
        .filter(condition -> reason.equals(condition.getReason()))
        .isPresent();
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

  private static boolean isReady(LogicalVolumeStatus status) {
    return status.state() == LogicalVolumeState.READY;
  }

  private static ByteBuffer bytes(int length, int value) {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }
}
