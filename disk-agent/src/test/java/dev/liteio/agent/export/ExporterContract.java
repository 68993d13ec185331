package dev.liteio.agent.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.PoolEngine;
import dev.liteio.agent.engine.PoolLayout;
import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.agent.testing.Devices;
import dev.liteio.agent.testing.FreePort;
import dev.liteio.agent.testing.RunningTarget;
import dev.liteio.agent.testing.TargetUnderTest;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.Transport;
import dev.liteio.spdk.jsonrpc.Answers;
import dev.liteio.volume.ControllerIdWindow;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.TargetSlot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every exporter does, whatever serves. */
abstract class ExporterContract {

  private static final long MIB = 1L << 20;
  private static final String HOST = HostIdentity.mint().nqn().value();
  private static final String OTHER = HostIdentity.mint().nqn().value();

  @TempDir Path folder;
  TargetUnderTest target;
  private Endpoint endpoint;
  private PoolLayout pool;
  private final LegIdentity leg = LegIdentity.mint();

  abstract RunningTarget start(Path folder) throws Exception;

  @BeforeEach
  void begin() throws Exception {
    target = TargetUnderTest.connect(start(folder), folder.resolve("journal"));
    endpoint = new Endpoint(Transport.TCP, "127.0.0.1", FreePort.find());
    String device = Devices.blank(folder.resolve("a"), 128 * MIB).toString();
    pool = new PoolLayout("pool-1", List.of(device), MIB);
    PoolEngine engine = target.session().engine();
    engine.load(pool, Answers.await(engine.list(pool)));
    String store = contents().devices().getFirst().store();
    Answers.await(engine.create(store, "v", 16 * MIB, true));
  }

  @AfterEach
  void end() throws Exception {
    target.close();
  }

  @Test
  void anExportServesOneNamespaceThatIsOursAndNobodyMayConnect() {
    export(order());

    ObservedExport seen = look();
    assertThat(Conflict.between(order(), seen)).isEmpty();
    assertThat(Gap.between(order(), seen)).isEmpty();
    assertThat(seen.openToAnyHost()).isFalse();
    assertThat(seen.hosts()).isEmpty();
    assertThat(seen.serial()).isEqualTo(leg.serial());
    assertThat(seen.lowestControllerId()).isEqualTo(16_001);
    assertThat(seen.highestControllerId()).isEqualTo(20_000);
    assertThat(seen.endpoints()).containsExactly(endpoint);
    assertThat(seen.namespace().anaGroup()).isEqualTo(1);
    assertThat(seen.paths()).containsEntry(endpoint, PathState.SERVING);
    assertThat(seen.connections()).isEqualTo(Connections.NONE);
  }

  @Test
  void anExportForHostsThatAreKnownLetsThemIn() {
    export(order(HOST, OTHER));

    assertThat(look().hosts()).containsExactlyInAnyOrder(HOST, OTHER);
    assertThat(Gap.between(order(HOST, OTHER), look())).isEmpty();
  }

  @Test
  void exportingWhatIsCompleteChangesNothing() {
    export(order(HOST));
    ObservedExport first = look();

    export(order(HOST));

    assertThat(look()).isEqualTo(first);
  }

  @Test
  void hostsComeAndGo() {
    export(order());

    Answers.await(exporter().allow(leg.nqn().value(), HOST));
    assertThat(look().hosts()).containsExactly(HOST);

    Answers.await(exporter().revoke(leg.nqn().value(), HOST));
    assertThat(look().hosts()).isEmpty();
  }

  @Test
  void revokingAHostThatIsNotListedProvesNothing() {
    export(order());

    assertThatThrownBy(() -> Answers.await(exporter().revoke(leg.nqn().value(), HOST)))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void whatIsMissingIsCompleted() {
    export(order(HOST));
    Answers.await(target.spdk().nvmf().removeNamespace(leg.nqn().value(), 1));
    assertThat(Gap.between(order(HOST), look())).contains(Gap.NAMESPACE);

    export(order(HOST));

    assertThat(Gap.between(order(HOST), look())).isEmpty();
  }

  @Test
  void anExportThatWasOpenedToAnybodyIsClosedAgain() {
    export(order());
    Answers.await(target.spdk().nvmf().allowAnyHost(leg.nqn().value(), true));

    export(order());

    assertThat(look().openToAnyHost()).isFalse();
  }

  @Test
  void aNamespaceThatCannotBeAddedOpensNoListener() {
    ExportOrder nowhere =
        new ExportOrder(
            leg,
            "no-such-store/v",
            null,
            new ControllerIdWindow(0),
            TargetSlot.A,
            List.of(HOST),
            List.of(endpoint));

    assertThatThrownBy(() -> Answers.await(exporter().export(nowhere, null)))
        .isInstanceOf(RuntimeException.class);

    assertThat(look().endpoints()).isEmpty();
    assertThat(look().hosts()).isEmpty();
  }

  @Test
  void pathsAreClosedAndServedAgain() {
    export(order());

    Answers.await(exporter().setPathState(leg.nqn().value(), endpoint, PathState.CLOSED));
    assertThat(look().paths()).containsEntry(endpoint, PathState.CLOSED);
    assertThat(Gap.between(order(), look())).containsExactly(Gap.PATHS);

    export(order());
    assertThat(look().paths()).containsEntry(endpoint, PathState.SERVING);
  }

  @Test
  void anExportThatIsClosedListensNoMore() {
    export(order(HOST));

    Answers.await(exporter().close(look()));

    assertThat(look().endpoints()).isEmpty();
    assertThat(look().hosts()).containsExactly(HOST);
  }

  @Test
  void anExportGoesAndTheDataStays() {
    export(order(HOST));

    Answers.await(exporter().unexport(leg.nqn().value()));
    Answers.await(exporter().unexport(leg.nqn().value()));

    assertThat(find()).isEmpty();
    assertThat(contents().volumes()).hasSize(1);
  }

  @Test
  void whatIsNotOursIsNotListed() {
    Answers.await(
        target
            .spdk()
            .nvmf()
            .createSubsystem(
                new dev.liteio.spdk.nvmf.CreateSubsystem(
                    "nqn.2020-01.com.example:x", "x", null, 2, 1, 10, true, false)));

    assertThat(Answers.await(exporter().list())).isEmpty();
  }

  private Exporter exporter() {
    return target.session().exporter();
  }

  private void export(ExportOrder order) {
    Answers.await(exporter().export(order, find().orElse(null)));
  }

  private ExportOrder order(String... hosts) {
    StoredVolume stored = contents().volumes().getFirst();
    return new ExportOrder(
        leg,
        stored.store() + "/" + stored.name(),
        stored.backing(),
        new ControllerIdWindow(2),
        TargetSlot.A,
        List.of(hosts),
        List.of(endpoint));
  }

  private ObservedExport look() {
    return find().orElseThrow();
  }

  private Optional<ObservedExport> find() {
    return Optional.ofNullable(Answers.await(exporter().list()).get(leg.nqn().value()))
        .map(seen -> Answers.await(exporter().look(seen)));
  }

  private PoolContents contents() {
    return Answers.await(target.session().engine().list(pool));
  }
}
