package dev.liteio.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.PoolEngine;
import dev.liteio.agent.engine.PoolLayout;
import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.agent.export.ExportOrder;
import dev.liteio.agent.testing.Devices;
import dev.liteio.agent.testing.FreePort;
import dev.liteio.agent.testing.RunningTarget;
import dev.liteio.agent.testing.TargetUnderTest;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.Transport;
import dev.liteio.spdk.jsonrpc.Answers;
import dev.liteio.spdk.lvol.ClearMethod;
import dev.liteio.spdk.lvol.CreateLvol;
import dev.liteio.spdk.lvol.LvolName;
import dev.liteio.target.host.HostOptions;
import dev.liteio.target.host.NvmeHost;
import dev.liteio.volume.ControllerIdWindow;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.TargetSlot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No tenant reads another's data; and on this very target one would, if the agent did nothing. */
@Timeout(300)
class TenantIsolationIT {

  private static final long MIB = 1L << 20;
  private static final long SIZE = 60 * MIB;
  private static final int PIECE = 128 << 10;
  private static final byte SECRET = 0x5a;

  @TempDir Path folder;
  private TargetUnderTest target;
  private PoolLayout pool;
  private String store;
  private int port;

  @BeforeEach
  void begin() throws Exception {
    target = TargetUnderTest.connect(RunningTarget.inProcess(folder), folder.resolve("journal"));
    port = FreePort.find();
    Path device = Devices.blank(folder.resolve("disk"), 256 * MIB);
    // between two samples of our look: a former owner's data that nobody has found
    long sample = 16 * MIB + (236 * MIB - 4096) / 1024 * 73 / 4096 * 4096;
    Devices.fill(device, sample + 4096, sample + 4096 + (64 << 10), SECRET);
    pool = new PoolLayout("pool-1", List.of(device.toString()), MIB);
    engine().load(pool, Answers.await(engine().list(pool)));
    PoolContents contents = Answers.await(engine().list(pool));
    assertThat(contents.isFullyLoaded()).isTrue();
    store = contents.devices().getFirst().store();
  }

  @AfterEach
  void end() throws IOException {
    target.close();
  }

  @Test
  void aThickVolumeOverANewDeviceReadsZeroesWhateverWasThere() throws Exception {
    assertThat(secretsIn(create("a", SIZE, false))).isZero();
  }

  @Test
  void aThickVolumeOverAnothersClustersReadsZeroes() throws Exception {
    writeAndDelete(create("a", SIZE, false));

    assertThat(secretsIn(create("b", SIZE, false))).isZero();
  }

  @Test
  void aThinVolumeReadsZeroesAroundWhatItWrites() throws Exception {
    writeAndDelete(create("a", SIZE, true));
    StoredVolume thin = create("b", SIZE, true);

    try (Export export = export(thin)) {
      for (int mib = 0; mib < 60; mib++) {
        export.host.write(1, mib * 256L + 100, 4096, block((byte) 1));
      }
      assertThat(export.count(thin.sizeBytes(), SECRET)).isZero();
      assertThat(export.count(thin.sizeBytes(), (byte) 1)).isEqualTo(60 * 4096);
    }
  }

  @Test
  void aGrownPartReadsZeroes() throws Exception {
    writeAndDelete(create("a", SIZE, false));
    StoredVolume small = create("b", MIB, false);
    Answers.await(engine().grow(small, SIZE));

    assertThat(secretsIn(find("b"))).isZero();
  }

  @Test
  void withoutTheAgentsCareTheNextTenantReadsEverything() throws Exception {
    create("a", ClearMethod.NONE);
    writeAndDelete(find("a"));

    assertThat(secretsIn(create("b", SIZE, false))).isEqualTo(SIZE);
  }

  private void create(String name, ClearMethod clear) {
    Answers.await(
        target.spdk().lvols().create(new CreateLvol(new LvolName(store, name), 60, false, clear)));
  }

  private PoolEngine engine() {
    return target.session().engine();
  }

  private StoredVolume create(String name, long size, boolean thin) {
    Answers.await(engine().create(store, name, size, thin));
    return find(name);
  }

  private StoredVolume find(String name) {
    return Answers.await(engine().list(pool)).volumes().stream()
        .filter(volume -> volume.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void writeAndDelete(StoredVolume volume) throws IOException {
    try (Export export = export(volume)) {
      byte[] secret = new byte[PIECE];
      Arrays.fill(secret, SECRET);
      for (long at = 0; at < volume.sizeBytes(); at += PIECE) {
        export.host.write(1, at / 4096, 4096, ByteBuffer.wrap(secret));
      }
    }
    Answers.await(engine().delete(volume));
  }

  private long secretsIn(StoredVolume volume) throws IOException {
    try (Export export = export(volume)) {
      return export.count(volume.sizeBytes(), SECRET);
    }
  }

  private Export export(StoredVolume volume) throws IOException {
    LegIdentity leg = LegIdentity.mint();
    HostIdentity host = HostIdentity.mint();
    Answers.await(
        target
            .session()
            .exporter()
            .export(
                new ExportOrder(
                    leg,
                    volume.store() + "/" + volume.name(),
                    volume.backing(),
                    new ControllerIdWindow(0),
                    TargetSlot.A,
                    List.of(host.nqn().value()),
                    List.of(new Endpoint(Transport.TCP, "127.0.0.1", port))),
                null));
    return new Export(
        leg.nqn().value(),
        NvmeHost.connect(
            HostOptions.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                leg.nqn().value(),
                host.nqn().value(),
                host.id())));
  }

  private static ByteBuffer block(byte value) {
    byte[] block = new byte[4096];
    Arrays.fill(block, value);
    return ByteBuffer.wrap(block);
  }

  private final class Export implements AutoCloseable {
    private final String nqn;
    private final NvmeHost host;

    private Export(String nqn, NvmeHost host) {
      this.nqn = nqn;
      this.host = host;
    }

    private long count(long size, byte value) throws IOException {
      long found = 0;
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      for (long at = 0; at < size; at += PIECE) {
        host.read(1, at / 4096, 4096, piece.clear());
        for (byte one : piece.array()) {
          found += one == value ? 1 : 0;
        }
      }
      return found;
    }

    @Override
    public void close() {
      host.close();
      Answers.await(target.session().exporter().unexport(nqn));
    }
  }
}
