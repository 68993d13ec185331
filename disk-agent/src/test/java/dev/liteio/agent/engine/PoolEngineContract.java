package dev.liteio.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.agent.testing.Devices;
import dev.liteio.agent.testing.RunningTarget;
import dev.liteio.agent.testing.TargetUnderTest;
import dev.liteio.crd.DeviceState;
import dev.liteio.spdk.jsonrpc.Answers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every pool engine does, whatever keeps the data. */
abstract class PoolEngineContract {

  static final long MIB = 1L << 20;

  @TempDir Path folder;
  TargetUnderTest target;

  abstract RunningTarget start(Path folder) throws Exception;

  @BeforeEach
  void begin() throws Exception {
    target = TargetUnderTest.connect(start(folder), folder.resolve("journal"));
  }

  @AfterEach
  void end() throws Exception {
    target.close();
  }

  @Test
  void aBlankDeviceThatWasNamedIsTaken() throws Exception {
    PoolLayout pool = pool(Devices.blank(folder.resolve("a"), 128 * MIB));

    PoolContents contents = load(pool);

    assertThat(contents.isFullyLoaded()).isTrue();
    assertThat(contents.devices().getFirst().capacityBytes()).isGreaterThan(100 * MIB);
    assertThat(contents.volumes()).isEmpty();
  }

  @Test
  void aVolumeIsMadeGrownAndDestroyed() throws Exception {
    PoolLayout pool = pool(Devices.blank(folder.resolve("a"), 128 * MIB));
    String store = load(pool).devices().getFirst().store();
    long free = load(pool).devices().getFirst().freeBytes();

    Answers.await(engine().create(store, "v", 16 * MIB, false));
    StoredVolume made = only(pool);
    assertThat(made.sizeBytes()).isEqualTo(16 * MIB);
    assertThat(load(pool).devices().getFirst().freeBytes()).isEqualTo(free - 16 * MIB);

    Answers.await(engine().grow(made, 24 * MIB));
    Answers.await(engine().grow(made, 24 * MIB));
    StoredVolume grown = only(pool);
    assertThat(grown.sizeBytes()).isEqualTo(24 * MIB);

    Answers.await(engine().grow(grown, 8 * MIB));
    assertThat(only(pool).sizeBytes()).isEqualTo(24 * MIB);

    Answers.await(engine().delete(grown));
    Answers.await(engine().delete(grown));
    assertThat(load(pool).volumes()).isEmpty();
    assertThat(load(pool).devices().getFirst().freeBytes()).isEqualTo(free);
  }

  @Test
  void whatDoesNotFitLeavesNothing() throws Exception {
    PoolLayout pool = pool(Devices.blank(folder.resolve("a"), 128 * MIB));
    String store = load(pool).devices().getFirst().store();

    assertThatThrownBy(() -> Answers.await(engine().create(store, "v", 512 * MIB, false)))
        .hasMessageContaining("No space");
    assertThat(load(pool).volumes()).isEmpty();
  }

  @Test
  void aNameIsTakenOnce() throws Exception {
    PoolLayout pool = pool(Devices.blank(folder.resolve("a"), 128 * MIB));
    String store = load(pool).devices().getFirst().store();
    Answers.await(engine().create(store, "v", 8 * MIB, true));

    assertThatThrownBy(() -> Answers.await(engine().create(store, "v", 8 * MIB, true)))
        .isInstanceOf(RuntimeException.class);
    assertThat(load(pool).volumes()).hasSize(1);
  }

  @Test
  void aDeviceWithDataIsRefusedWithWhatWasFound() throws Exception {
    Path device = Devices.blank(folder.resolve("a"), 128 * MIB);
    Devices.fill(device, 70 * MIB, 71 * MIB, 7);
    PoolLayout pool = pool(device);

    PoolContents contents = load(pool);

    assertThat(contents.devices().getFirst().state()).isEqualTo(DeviceState.REFUSED);
    assertThat(contents.devices().getFirst().message()).contains("data that is not zero");
    assertThat(Answers.await(target.spdk().bdevs().list())).isEmpty();
  }

  @Test
  void aDeviceOfAnotherPoolIsRefused() throws Exception {
    Path device = Devices.blank(folder.resolve("a"), 128 * MIB);
    load(pool(device));
    PoolLayout other = new PoolLayout("other", List.of(device.toString()), 4 * MIB);

    assertThat(load(other).devices().getFirst().state()).isEqualTo(DeviceState.REFUSED);
    assertThat(Answers.await(target.spdk().bdevs().list())).hasSize(1);
  }

  @Test
  void aMissingDeviceIsUnavailableAndNothingIsMade() throws Exception {
    PoolContents contents = load(pool(folder.resolve("missing")));

    assertThat(contents.devices().getFirst().state()).isEqualTo(DeviceState.UNAVAILABLE);
    assertThat(folder.resolve("missing")).doesNotExist();
  }

  PoolEngine engine() {
    return target.session().engine();
  }

  PoolContents load(PoolLayout pool) {
    PoolContents seen = Answers.await(engine().list(pool));
    LoadReport report = engine().load(pool, seen);
    return report.explain(Answers.await(engine().list(pool)));
  }

  StoredVolume only(PoolLayout pool) {
    List<StoredVolume> volumes = load(pool).volumes();
    assertThat(volumes).hasSize(1);
    return volumes.getFirst();
  }

  static PoolLayout pool(Path... devices) {
    return new PoolLayout(
        "pool-1", java.util.Arrays.stream(devices).map(Path::toString).toList(), 4 * MIB);
  }
}
