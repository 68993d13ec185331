package dev.liteio.spdk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.spdk.bdev.CreateAio;
import dev.liteio.spdk.jsonrpc.SpdkReason;
import dev.liteio.spdk.nvmf.AnaState;
import dev.liteio.spdk.nvmf.CreateSubsystem;
import dev.liteio.spdk.nvmf.CreateTransport;
import dev.liteio.spdk.nvmf.ListenAddress;
import dev.liteio.spdk.nvmf.Listener;
import dev.liteio.spdk.nvmf.NewNamespace;
import dev.liteio.spdk.nvmf.Subsystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Exports of a target: from the transport to the host that may connect. */
public abstract class ExportContract extends TargetContract {

  private static final String NQN = "nqn.2026-11.dev.liteio:0bd9a2e0-6f3e-4b45-9c7e-000000000001";
  private static final String UUID = "0bd9a2e0-6f3e-4b45-9c7e-000000000001";
  private static final String HOST =
      "nqn.2014-08.org.nvmexpress:uuid:11111111-1111-4111-8111-111111111111";
  private static final String OTHER_HOST =
      "nqn.2014-08.org.nvmexpress:uuid:22222222-2222-4222-8222-222222222222";

  @Test
  void a_transport_is_made_once() {
    assertThat(await(target.nvmf().transports())).isEmpty();
    await(target.nvmf().createTransport(CreateTransport.tcp()));
    assertRefused(target.nvmf().createTransport(CreateTransport.tcp()), SpdkReason.ALREADY_EXISTS);
    assertThat(await(target.nvmf().transports()))
        .singleElement()
        .satisfies(transport -> assertThat(transport.trtype()).isEqualTo("TCP"));
  }

  @Test
  void the_discovery_subsystem_is_there_from_the_start() {
    assertThat(await(target.nvmf().subsystems()))
        .singleElement()
        .satisfies(subsystem -> assertThat(subsystem.isDiscovery()).isTrue());
  }

  @Test
  void a_subsystem_lets_nobody_in_until_told() {
    await(target.nvmf().createSubsystem(subsystem()));
    Subsystem made = await(target.nvmf().find(NQN)).orElseThrow();
    assertThat(made.allowAnyHost()).isFalse();
    assertThat(made.hosts()).isEmpty();
    assertThat(made.namespaces()).isEmpty();
    assertThat(made.listenAddresses()).isEmpty();
    assertThat(made.serialNumber()).isEqualTo("0bd9a2e06f3e4b459c7e");
    assertThat(made.maxNamespaces()).isEqualTo(2);
    assertThat(List.of(made.minCntlid(), made.maxCntlid())).containsExactly(1, 4000);
    assertRefused(target.nvmf().createSubsystem(subsystem()), SpdkReason.AMBIGUOUS);
    await(target.nvmf().deleteSubsystem(NQN));
    assertThat(await(target.nvmf().find(NQN))).isEmpty();
    assertRefused(target.nvmf().deleteSubsystem(NQN), SpdkReason.NOT_FOUND);
  }

  @Test
  void a_namespace_shows_our_identity_and_claims_its_bdev() throws IOException {
    exportDisk();
    Subsystem made = await(target.nvmf().find(NQN)).orElseThrow();
    Subsystem.Namespace namespace = made.namespace(1).orElseThrow();
    assertThat(namespace.uuid()).isEqualTo(UUID);
    assertThat(namespace.nguid()).isEqualTo(UUID.replace("-", "").toUpperCase(Locale.ROOT));
    assertThat(namespace.anagrpid()).isEqualTo(1);
    assertThat(namespace.bdevName()).isEqualTo("disk");
    assertThat(await(target.bdevs().find("disk")).orElseThrow().claimed()).isTrue();
    assertRefused(
        target.nvmf().addNamespace(NQN, NewNamespace.withUuid("disk", 2, UUID, 1)),
        SpdkReason.AMBIGUOUS);
    assertRefused(target.nvmf().removeNamespace(NQN, 2), SpdkReason.AMBIGUOUS);
    await(target.nvmf().setNamespaceAnaGroup(NQN, 1, 2));
    assertThat(await(target.nvmf().find(NQN)).orElseThrow().namespace(1).orElseThrow().anagrpid())
        .isEqualTo(2);
    await(target.nvmf().removeNamespace(NQN, 1));
    assertThat(await(target.nvmf().find(NQN)).orElseThrow().namespaces()).isEmpty();
    assertThat(await(target.bdevs().find("disk")).orElseThrow().claimed()).isFalse();
  }

  @Test
  void a_listener_has_a_state_per_group() throws IOException {
    exportDisk();
    ListenAddress address = freeAddress();
    assertRefused(
        target.nvmf().addListener(NQN, address, AnaState.OPTIMIZED), SpdkReason.AMBIGUOUS);
    await(target.nvmf().createTransport(CreateTransport.tcp()));
    await(target.nvmf().addListener(NQN, address, AnaState.OPTIMIZED));
    assertRefused(
        target.nvmf().addListener(NQN, address, AnaState.OPTIMIZED), SpdkReason.AMBIGUOUS);
    await(target.nvmf().setAnaState(NQN, address, AnaState.INACCESSIBLE, 2));
    Listener listener = await(target.nvmf().listeners(NQN)).getFirst();
    assertThat(listener.address().samePlace(address)).isTrue();
    assertThat(listener.anaStates())
        .containsExactly(
            new Listener.GroupState(1, AnaState.OPTIMIZED),
            new Listener.GroupState(2, AnaState.INACCESSIBLE));
    assertThat(await(target.nvmf().find(NQN)).orElseThrow().listensAt(address)).isTrue();
    await(target.nvmf().removeListener(NQN, address));
    assertThat(await(target.nvmf().listeners(NQN))).isEmpty();
    assertRefused(target.nvmf().removeListener(NQN, address), SpdkReason.AMBIGUOUS);
  }

  @Test
  void hosts_are_let_in_and_put_out_one_by_one() {
    await(target.nvmf().createSubsystem(subsystem()));
    await(target.nvmf().addHost(NQN, HOST));
    await(target.nvmf().addHost(NQN, OTHER_HOST));
    assertRefused(target.nvmf().addHost(NQN, HOST), SpdkReason.AMBIGUOUS);
    assertThat(await(target.nvmf().find(NQN)).orElseThrow().allows(HOST)).isTrue();
    await(target.nvmf().removeHost(NQN, HOST));
    Subsystem after = await(target.nvmf().find(NQN)).orElseThrow();
    assertThat(after.allows(HOST)).isFalse();
    assertThat(after.allows(OTHER_HOST)).isTrue();
    assertRefused(target.nvmf().removeHost(NQN, HOST), SpdkReason.AMBIGUOUS);
    assertThat(await(target.nvmf().controllers(NQN))).isEmpty();
    assertThat(await(target.nvmf().queuePairs(NQN))).isEmpty();
  }

  @Test
  void any_host_can_be_allowed_and_refused_again() {
    await(target.nvmf().createSubsystem(subsystem()));
    await(target.nvmf().allowAnyHost(NQN, true));
    assertThat(await(target.nvmf().find(NQN)).orElseThrow().allowAnyHost()).isTrue();
    await(target.nvmf().allowAnyHost(NQN, false));
    await(target.nvmf().allowAnyHost(NQN, false));
    assertThat(await(target.nvmf().find(NQN)).orElseThrow().allowAnyHost()).isFalse();
  }

  @Test
  void what_does_not_depend_on_each_other_may_travel_together() throws IOException {
    ListenAddress address = freeAddress();
    await(target.nvmf().createTransport(CreateTransport.tcp()));
    List<CompletableFuture<Void>> together =
        List.of(
            target.nvmf().createSubsystem(subsystem()),
            target.nvmf().addListener(NQN, address, AnaState.OPTIMIZED),
            target.nvmf().addHost(NQN, HOST));
    together.forEach(TargetContract::await);
    Subsystem made = await(target.nvmf().find(NQN)).orElseThrow();
    assertThat(made.allows(HOST) && made.listensAt(address)).isTrue();
  }

  @Test
  void a_subsystem_that_is_not_there_is_told_as_such() {
    assertRefused(target.nvmf().addHost(NQN, HOST), SpdkReason.NOT_FOUND);
    assertRefused(
        target.nvmf().addNamespace(NQN, NewNamespace.withUuid("disk", 1, UUID, 1)),
        SpdkReason.NOT_FOUND);
    assertRefused(target.nvmf().listeners(NQN), SpdkReason.NOT_FOUND);
    assertRefused(target.nvmf().controllers(NQN), SpdkReason.NOT_FOUND);
    assertRefused(target.nvmf().removeNamespace(NQN, 1), SpdkReason.NOT_FOUND);
  }

  private void exportDisk() throws IOException {
    String path = file("disk", 16 * MIB).toString();
    await(target.bdevs().createAio(CreateAio.file("disk", path, 4096, false)));
    await(target.nvmf().createSubsystem(subsystem()));
    assertThat(await(target.nvmf().addNamespace(NQN, NewNamespace.withUuid("disk", 1, UUID, 1))))
        .isEqualTo(1);
  }

  private static CreateSubsystem subsystem() {
    return new CreateSubsystem(NQN, "0bd9a2e06f3e4b459c7e", "LiteIO", 2, 1, 4000, true, false);
  }

  /** A port that was free a moment ago; the target takes no port 0. */
  private static ListenAddress freeAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return ListenAddress.tcp("127.0.0.1", socket.getLocalPort());
    }
  }
}
