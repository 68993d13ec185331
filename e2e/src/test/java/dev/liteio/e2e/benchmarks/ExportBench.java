package dev.liteio.e2e.benchmarks;

import dev.liteio.agent.engine.DeviceContents;
import dev.liteio.agent.engine.LoadReport;
import dev.liteio.agent.engine.LvsEngine;
import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.agent.export.SpdkExporter;
import dev.liteio.agent.pass.StepRunner;
import dev.liteio.agent.plan.DesiredPool;
import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.agent.plan.ObservedPool;
import dev.liteio.agent.plan.Outcome;
import dev.liteio.agent.plan.Planner;
import dev.liteio.agent.plan.ServingTerms;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.Provision;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.Transport;
import dev.liteio.e2e.target.Ports;
import dev.liteio.e2e.target.TargetProcess;
import dev.liteio.spdk.lvol.ClearMethod;
import dev.liteio.spdk.lvol.CreateLvol;
import dev.liteio.spdk.lvol.LvolName;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.TargetSlot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the agent needs to serve volumes again that are there, beside the same calls sent bare: one
 * after another for one volume, all at once for a thousand.
 */
@Timeout(600)
class ExportBench {

  private static final String NODE = "n";
  private static final long MIB = 1L << 20;

  @TempDir Path folder;
  private TargetProcess target;
  private Endpoint endpoint;

  @BeforeEach
  void start() {
    target = TargetProcess.start(folder, 8192);
    endpoint = new Endpoint(Transport.TCP, "127.0.0.1", Ports.free());
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void oneVolume() {
    List<DesiredVolume> volume = volumes(1);
    compare("export of 1", volume, RawExport::lockstep, 300);
  }

  @Test
  void thousandVolumes() {
    List<DesiredVolume> volumes = volumes(1000);
    compare("replay of 1000 exports", volumes, RawExport::pipelined, 9);
  }

  private interface Raw {
    void run(RawExport export, List<DesiredVolume> volumes);
  }

  private void compare(String what, List<DesiredVolume> volumes, Raw raw, int rounds) {
    RawExport bare = new RawExport(target.rpc().nvmf(), endpoint);
    double[] ours = new double[rounds];
    double[] floor = new double[rounds];
    for (int round = -rounds / 3; round < rounds; round++) { // the first ones warm both JVMs up
      double agent = millis(() -> replay(volumes));
      bare.takeAway(volumes);
      double calls = millis(() -> raw.run(bare, volumes));
      bare.takeAway(volumes);
      ours[Math.max(0, round)] = agent;
      floor[Math.max(0, round)] = calls;
    }
    Figures.print(
        "%s: list, plan, export=%.2f ms, its bare calls=%.2f ms, ratio=%.2f",
        what,
        Figures.median(ours),
        Figures.median(floor),
        Figures.median(ours) / Figures.median(floor));
  }

  private static double millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  /** As a pass of the agent after a restart of the target: nothing is exported any more. */
  private void replay(List<DesiredVolume> volumes) {
    SpdkExporter exporter = new SpdkExporter(target.rpc().nvmf());
    StepRunner runner = new StepRunner(new LvsEngine(target.rpc(), null), exporter);
    ObservedPool observed = new ObservedPool(contents(volumes), exporter.list().join(), false);
    StoragePoolSpec pool = StoragePoolSpec.of(NODE, List.of(new PoolDevice("/disk")));
    Map<String, Outcome> outcomes =
        runner.run(
            Planner.plan(
                new DesiredPool("p", pool, volumes),
                observed,
                new ServingTerms(List.of(endpoint), TargetSlot.A)));
    if (outcomes.size() != volumes.size()) {
      throw new IllegalStateException("exported: " + outcomes);
    }
  }

  private static PoolContents contents(List<DesiredVolume> volumes) {
    List<StoredVolume> stored = new ArrayList<>();
    for (DesiredVolume volume : volumes) {
      String lvol = volume.spec().lvol();
      stored.add(
          new StoredVolume(
              TargetProcess.POOL, lvol, TargetProcess.POOL + "/" + lvol, 4 * MIB, true, 0));
    }
    DeviceContents disk =
        DeviceContents.ready("/disk", TargetProcess.POOL, 8192 * MIB, 8192 * MIB, MIB);
    return LoadReport.CLEAN.explain(new PoolContents(List.of(disk), stored));
  }

  /** Volumes that are there and exported to one host each. */
  private List<DesiredVolume> volumes(int count) {
    List<DesiredVolume> volumes = new ArrayList<>();
    List<CompletableFuture<?>> created = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DesiredVolume volume = volume("v-" + i);
      LvolName name = new LvolName(TargetProcess.POOL, volume.spec().lvol());
      created.add(target.rpc().lvols().create(new CreateLvol(name, 4, true, ClearMethod.UNMAP)));
      volumes.add(volume);
    }
    CompletableFuture.allOf(created.toArray(CompletableFuture[]::new)).join();
    return volumes;
  }

  private static DesiredVolume volume(String name) {
    HostIdentity host = HostIdentity.mint();
    LogicalVolumeSpec spec =
        new LogicalVolumeSpec(
            name,
            0,
            "p",
            NODE,
            LegIdentity.mint().uuid().toString(),
            "lv-" + name,
            4 * MIB,
            true,
            0,
            Provision.EXISTING,
            null,
            List.of(new AllowedHost("a", "u", NODE, host.nqn().value())));
    return new DesiredVolume(name, name, 1, Instant.EPOCH, false, true, spec, null);
  }
}
