package dev.liteio.e2e.benchmarks;

import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.crd.Endpoint;
import dev.liteio.e2e.target.TargetProcess;
import dev.liteio.e2e.target.VolumeExport;
import dev.liteio.spdk.nvmf.AnaState;
import dev.liteio.spdk.nvmf.CreateSubsystem;
import dev.liteio.spdk.nvmf.ListenAddress;
import dev.liteio.spdk.nvmf.NewNamespace;
import dev.liteio.spdk.nvmf.Nvmf;
import dev.liteio.volume.ControllerIdWindow;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.TargetSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The calls of an export without any thought: what an agent could at best be as fast as. */
record RawExport(Nvmf nvmf, Endpoint endpoint) {

  private static final int CLOSED_GROUP = 2;

  /** Each call when the one before it is answered. */
  void lockstep(List<DesiredVolume> volumes) {
    for (DesiredVolume volume : volumes) {
      for (Supplier<CompletableFuture<?>> call : calls(volume)) {
        call.get().join();
      }
    }
  }

  /** All calls of all volumes at once. */
  void pipelined(List<DesiredVolume> volumes) {
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (DesiredVolume volume : volumes) {
      for (Supplier<CompletableFuture<?>> call : calls(volume)) {
        sent.add(call.get());
      }
    }
    CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
  }

  /** Nothing is exported when this returns. */
  void takeAway(List<DesiredVolume> volumes) {
    CompletableFuture.allOf(
            volumes.stream()
                .map(volume -> nvmf.deleteSubsystem(leg(volume).nqn().value()))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private static LegIdentity leg(DesiredVolume volume) {
    return LegIdentity.parse(volume.spec().uuid());
  }

  private List<Supplier<CompletableFuture<?>>> calls(DesiredVolume volume) {
    LegIdentity leg = leg(volume);
    String nqn = leg.nqn().value();
    ControllerIdWindow window = new ControllerIdWindow(0);
    ListenAddress address = ListenAddress.tcp(endpoint.address(), endpoint.port());
    String bdev = TargetProcess.POOL + "/" + volume.spec().lvol();
    CreateSubsystem subsystem =
        new CreateSubsystem(
            nqn,
            leg.serial(),
            "LiteIO",
            2,
            window.min(TargetSlot.A),
            window.max(TargetSlot.A),
            true,
            false);
    NewNamespace namespace =
        NewNamespace.withUuid(
            bdev, LegIdentity.NAMESPACE_ID, leg.uuid().toString(), VolumeExport.OPTIMIZED_GROUP);
    return List.of(
        () -> nvmf.createSubsystem(subsystem),
        () -> nvmf.addNamespace(nqn, namespace),
        () -> nvmf.addHost(nqn, volume.spec().hostsOrEmpty().getFirst().hostNqn()),
        () -> nvmf.addListener(nqn, address, AnaState.OPTIMIZED),
        () -> nvmf.setAnaState(nqn, address, AnaState.INACCESSIBLE, CLOSED_GROUP));
  }
}
