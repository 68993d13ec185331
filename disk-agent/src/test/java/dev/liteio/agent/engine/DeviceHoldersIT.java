package dev.liteio.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.pass.PoolPass;
import dev.liteio.agent.plan.DesiredPool;
import dev.liteio.agent.plan.DesiredVolume;
import dev.liteio.agent.plan.ServingTerms;
import dev.liteio.agent.testing.Devices;
import dev.liteio.agent.testing.RunningTarget;
import dev.liteio.agent.testing.TargetUnderTest;
import dev.liteio.crd.DeviceState;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.LogicalVolumeStatus;
import dev.liteio.crd.Provision;
import dev.liteio.spdk.bdev.CreateAio;
import dev.liteio.spdk.jsonrpc.Answers;
import dev.liteio.spdk.lvol.CreateLvstore;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.TargetSlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One process, one base device, one block size: what SPDK does not check, the agent does. */
@Timeout(300)
class DeviceHoldersIT {

  private static final long MIB = 1L << 20;

  @TempDir Path folder;
  private Path device;

  private static final String HOST = "nqn.2014-08.org.nvmexpress:uuid:a";

  @BeforeEach
  void makeDevice() throws IOException {
    device = Devices.blank(folder.resolve("disk"), 128 * MIB);
  }

  @Test
  void aDeviceThatALivingProcessHoldsIsNotOpenedByAnother() throws Exception {
    RunningTarget old = RunningTarget.embeddedProcess(sub("old"));
    try (TargetUnderTest holder = connect(old);
        TargetUnderTest other = connect(RunningTarget.inProcess(sub("other")))) {
      assertThat(load(holder, "pool-1").isFullyLoaded()).isTrue();

      LoadReport refused = report(other, "pool-1");

      assertThat(refused.heldElsewhere()).isTrue();
      assertThat(refused.problems().getFirst().message()).contains("still holds it");
      assertThat(Answers.await(other.spdk().bdevs().list())).isEmpty();

      old.kill();

      assertThat(load(other, "pool-1").isFullyLoaded()).isTrue();
    }
  }

  @Test
  void aDeviceIsHeldElsewhereThoughItsPathOrItsPoolIsGone() throws Exception {
    RunningTarget old = RunningTarget.embeddedProcess(sub("old"));
    try (TargetUnderTest holder = connect(old);
        TargetUnderTest other = connect(RunningTarget.inProcess(sub("other")))) {
      assertThat(load(holder, "pool-1").isFullyLoaded()).isTrue();
      Files.move(device, folder.resolve("elsewhere"));

      assertThat(report(other, "pool-1").heldElsewhere()).isTrue();
      assertThat(hostsSaidToBeIn(other)).containsExactly(HOST);

      old.kill();

      assertThat(report(other, "pool-1").heldElsewhere()).isFalse();
      assertThat(hostsSaidToBeIn(other)).isEmpty();
    }
  }

  /** What is said of a host of the volume on our device, when there is no StoragePool any more. */
  private List<String> hostsSaidToBeIn(TargetUnderTest target) {
    var spec =
        new LogicalVolumeSpec(
            "v",
            0,
            "pool-1",
            "node-1",
            LegIdentity.mint().uuid().toString(),
            "lv-v",
            MIB,
            false,
            0,
            Provision.EXISTING,
            null,
            List.of());
    var status =
        new LogicalVolumeStatus(
            1L, "old", null, null, null, device.toString(), MIB, List.of(HOST), null, null);
    var volume = new DesiredVolume("v-1", "uid", 2, Instant.EPOCH, false, true, spec, status);
    var pass = new PoolPass(target.session(), new ServingTerms(List.of(), TargetSlot.A));
    var result = pass.run(new DesiredPool("pool-1", null, List.of(volume)), true);
    return result.volumes().getFirst().status().hostsOrEmpty();
  }

  @Test
  void aSecondPathToADeviceInUseIsRefused() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), device);
    try (TargetUnderTest target = connect(RunningTarget.inProcess(sub("t")))) {
      load(target, "pool-1");
      PoolLayout other = new PoolLayout("pool-2", List.of(link.toString()), MIB);

      LoadReport report =
          target.session().engine().load(other, Answers.await(engine(target).list(other)));

      assertThat(report.problems().getFirst().state()).isEqualTo(DeviceState.REFUSED);
      assertThat(Answers.await(target.spdk().bdevs().list())).hasSize(1);
    }
  }

  @Test
  void aDeviceThatTheTargetHasOpenUnderAnotherNameIsRefused() throws Exception {
    try (TargetUnderTest target = connect(RunningTarget.inProcess(sub("t")))) {
      Answers.await(
          target
              .spdk()
              .bdevs()
              .createAio(CreateAio.file("somebody", device.toString(), 4096, true)));

      LoadReport report = report(target, "pool-1");

      assertThat(report.problems().getFirst().state()).isEqualTo(DeviceState.REFUSED);
      assertThat(report.problems().getFirst().message()).contains("somebody");
    }
  }

  @Test
  void anotherStoreIsLeftAloneAndLetGo() throws Exception {
    try (TargetUnderTest target = connect(RunningTarget.inProcess(sub("t")))) {
      Answers.await(
          target
              .spdk()
              .bdevs()
              .createAio(CreateAio.file("somebody", device.toString(), 4096, true)));
      Answers.await(
          target
              .spdk()
              .lvols()
              .createStore(new CreateLvstore("somebody", "theirs", MIB, null, null)));
      Answers.await(target.spdk().bdevs().deleteAio("somebody"));

      LoadReport report = report(target, "pool-1");

      assertThat(report.problems().getFirst().state()).isEqualTo(DeviceState.REFUSED);
      assertThat(report.problems().getFirst().message()).contains("a store");
      assertThat(Answers.await(target.spdk().bdevs().list())).isEmpty();
    }
  }

  @Test
  void aStoreComesBackWithTheBlockSizeItWasMadeWith() throws Exception {
    Path t = sub("t");
    try (TargetUnderTest target = connect(RunningTarget.inProcess(t), 512)) {
      load(target, "pool-1");
    }
    try (TargetUnderTest target = connect(RunningTarget.inProcess(t), 4096)) {
      assertThat(load(target, "pool-1").isFullyLoaded()).isTrue();
      assertThat(Answers.await(target.spdk().bdevs().list()).getFirst().blockSize()).isEqualTo(512);
    }
  }

  @Test
  void aStoreOfOursIsKnownByItsLabelThoughTheJournalIsLost() throws Exception {
    Path t = sub("t");
    try (TargetUnderTest target = connect(RunningTarget.inProcess(t))) {
      load(target, "pool-1");
    }
    Files.delete(
        folder.resolve("journal").resolve(StoreName.of("pool-1", device.toString()) + ".json"));
    try (TargetUnderTest target = connect(RunningTarget.inProcess(t))) {
      assertThat(load(target, "pool-1").isFullyLoaded()).isTrue();
    }
  }

  private PoolContents load(TargetUnderTest target, String pool) {
    LoadReport report = report(target, pool);
    return report.explain(Answers.await(engine(target).list(layout(pool))));
  }

  private LoadReport report(TargetUnderTest target, String pool) {
    return engine(target).load(layout(pool), Answers.await(engine(target).list(layout(pool))));
  }

  private PoolLayout layout(String pool) {
    return new PoolLayout(pool, List.of(device.toString()), MIB);
  }

  private static PoolEngine engine(TargetUnderTest target) {
    return target.session().engine();
  }

  private TargetUnderTest connect(RunningTarget running) {
    return connect(running, 4096);
  }

  private TargetUnderTest connect(RunningTarget running, int fileBlockSize) {
    return TargetUnderTest.connect(running, folder.resolve("journal"), fileBlockSize);
  }

  private Path sub(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }
}
