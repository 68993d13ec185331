package dev.liteio.agent.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.engine.DeviceContents;
import dev.liteio.agent.engine.LoadReport;
import dev.liteio.agent.engine.LvsEngine;
import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.agent.export.SpdkExporter;
import dev.liteio.agent.plan.DesiredPool;
import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.agent.plan.ObservedPool;
import dev.liteio.agent.plan.Outcome;
import dev.liteio.agent.plan.Plan;
import dev.liteio.agent.plan.Planner;
import dev.liteio.agent.plan.ServingTerms;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.Provision;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.Transport;
import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.jsonrpc.JsonRpcException;
import dev.liteio.spdk.lvol.LvstoreQueues;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.TargetSlot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How many times an export waits for the target, and what travels in which order. */
class RoundTripsTest {

  private static final long GIB = 1L << 30;
  private static final String HOST = HostIdentity.mint().nqn().value();

  private final HeldCaller caller = new HeldCaller();
  private final SpdkTarget target = SpdkTarget.over(caller, new LvstoreQueues());
  private final StepRunner runner =
      new StepRunner(new LvsEngine(target, null), new SpdkExporter(target.nvmf()));

  @Test
  void aNewVolumeIsServedAfterTwoRoundTrips() throws Exception {
    List<List<String>> trips = run(plan(false, wanted("v", Provision.CREATE)));

    assertThat(trips)
        .containsExactly(
            List.of("bdev_lvol_create"),
            List.of(
                "nvmf_create_subsystem",
                "nvmf_subsystem_add_ns",
                "nvmf_subsystem_add_listener",
                "nvmf_subsystem_listener_set_ana_state"));
  }

  @Test
  void aVolumeWithHostsIsServedAgainAfterTwoRoundTripsItsListenerLast() throws Exception {
    List<List<String>> trips = run(plan(true, wanted("v", Provision.EXISTING, HOST)));

    assertThat(trips)
        .containsExactly(
            List.of("nvmf_create_subsystem", "nvmf_subsystem_add_ns"),
            List.of(
                "nvmf_subsystem_add_host",
                "nvmf_subsystem_add_listener",
                "nvmf_subsystem_listener_set_ana_state"));
  }

  @Test
  void aThousandVolumesAreServedAgainAfterTwoRoundTrips() throws Exception {
    List<DesiredVolume> wanted = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      wanted.add(wanted("v-" + i, Provision.EXISTING, HOST));
    }

    List<List<String>> trips = run(plan(true, wanted.toArray(DesiredVolume[]::new)));

    assertThat(trips).hasSize(2);
    assertThat(trips.getFirst()).hasSize(2000);
    assertThat(trips.getLast()).hasSize(3000);
  }

  @Test
  void nobodyIsLetInAndNothingListensWhenTheNamespaceCouldNotBeAdded() throws Exception {
    caller.fail(
        "nvmf_subsystem_add_ns",
        new JsonRpcException.Remote("nvmf_subsystem_add_ns", -32602, "Invalid parameters"));

    List<List<String>> trips = run(plan(true, wanted("v", Provision.EXISTING, HOST)));

    assertThat(trips).containsExactly(List.of("nvmf_create_subsystem", "nvmf_subsystem_add_ns"));
  }

  private List<List<String>> run(Plan plan) throws Exception {
    CompletableFuture<Map<String, Outcome>> done = new CompletableFuture<>();
    Thread thread = Thread.ofPlatform().start(() -> done.complete(runner.run(plan)));
    // all first calls are sent when the runner waits; later ones are sent while answers come in
    while (!done.isDone() && thread.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    List<List<String>> trips = new ArrayList<>();
    for (List<String> trip = caller.roundTrip(); !trip.isEmpty(); trip = caller.roundTrip()) {
      trips.add(trip);
    }
    done.get(1, TimeUnit.MINUTES);
    return trips;
  }

  private static DesiredVolume wanted(String name, Provision provision, String... hosts) {
    LogicalVolumeSpec spec =
        new LogicalVolumeSpec(
            name,
            0,
            "p",
            "n",
            LegIdentity.mint().uuid().toString(),
            "lv-" + name,
            GIB,
            false,
            0,
            provision,
            null,
            List.of(hosts).stream().map(h -> new AllowedHost("a", "u", "n", h)).toList());
    return new DesiredVolume(name, name, 1, Instant.EPOCH, false, true, spec, null);
  }

  private static Plan plan(boolean there, DesiredVolume... wanted) {
    List<StoredVolume> stored = new ArrayList<>();
    if (there) {
      for (DesiredVolume volume : wanted) {
        stored.add(new StoredVolume("s", volume.spec().lvol(), volume.name(), GIB, false, GIB));
      }
    }
    PoolContents contents =
        LoadReport.CLEAN.explain(
            new PoolContents(
                List.of(DeviceContents.ready("/dev/a", "s", 4096 * GIB, 2048 * GIB, 1 << 20)),
                stored));
    return Planner.plan(
        new DesiredPool(
            "p", StoragePoolSpec.of("n", List.of(new PoolDevice("/dev/a"))), List.of(wanted)),
        new ObservedPool(contents, Map.of(), false),
        new ServingTerms(List.of(new Endpoint(Transport.TCP, "127.0.0.1", 4420)), TargetSlot.A));
  }
}
