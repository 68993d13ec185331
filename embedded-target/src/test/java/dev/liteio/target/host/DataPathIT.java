package dev.liteio.target.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.spdk.nvmf.AnaState;
import dev.liteio.spdk.nvmf.NvmfController;
import dev.liteio.target.nvme.Status;
import dev.liteio.target.tcp.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bytes through the wire: written, read back, and kept out when a host has no business there. */
@Timeout(300)
class DataPathIT {

  private static final int BLOCK = 512;

  @TempDir Path folder;
  private ServedVolume volume;
  private final UUID me = UUID.randomUUID();

  @BeforeEach
  void serve() throws Exception {
    volume = new ServedVolume(folder);
  }

  @AfterEach
  void stop() throws Exception {
    volume.close();
  }

  private static ByteBuffer random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static ByteBuffer readBack(NvmeHost host, long lba, int length) throws IOException {
    ByteBuffer room = ByteBuffer.allocate(length);
    host.read(1, lba, BLOCK, room);
    return room.flip();
  }

  private static void writeAndVerify(NvmeHost host) throws IOException {
    int[] lengths = {512, 4096, 8192, 65536, 131072};
    long lba = 0;
    for (int length : lengths) {
      host.write(1, lba, BLOCK, random(length, length));
      assertThat(readBack(host, lba, length)).isEqualTo(random(length, length));
      lba += length / BLOCK;
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    volume.allow(me);
    try (NvmeHost host = NvmeHost.connect(volume.host(me).withIoQueues(3))) {
      assertThat(host.geometry(1).bytes()).isEqualTo(64L << 20);
      writeAndVerify(host);
      host.flush(1);
    }
  }

  @Test
  void withDigestsToo() throws Exception {
    volume.allow(me);
    for (Digests digests : new Digests[] {new Digests(true, true), new Digests(true, false)}) {
      try (NvmeHost host = NvmeHost.connect(volume.host(me).withDigests(digests))) {
        writeAndVerify(host);
      }
    }
  }

  @Test
  void aHostThatWasNotLetInIsRefusedAndMayTryAgain() {
    assertThatThrownBy(() -> NvmeHost.connect(volume.host(me)))
        .isInstanceOfSatisfying(
            NvmeStatusException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Status.CONNECT_INVALID_HOST);
              assertThat(e.doNotRetry()).isFalse();
            });
  }

  @Test
  void discoveryListsOnlyWhatAHostMaySee() throws Exception {
    HostOptions mine = volume.host(me);
    HostOptions discovery =
        HostOptions.of(mine.address(), NvmeHost.DISCOVERY_NQN, mine.hostNqn(), me).withIoQueues(0);
    try (NvmeHost host = NvmeHost.connect(discovery)) {
      assertThat(host.discover()).isEmpty();
      volume.allow(me);
      assertThat(host.discover()).containsExactly(ServedVolume.NQN);
    }
  }

  @Test
  void zeroesAndHolesReadAsZeroes() throws Exception {
    volume.allow(me);
    try (NvmeHost host = NvmeHost.connect(volume.host(me))) {
      host.write(1, 0, BLOCK, random(1, 131072));
      host.writeZeroes(1, 0, 128);
      assertThat(readBack(host, 0, 65536)).isEqualTo(ByteBuffer.allocate(65536));
      assertThat(readBack(host, 128, 65536)).isEqualTo(random(1, 131072).position(65536));
      host.deallocate(1, 128, 128);
      assertThat(readBack(host, 128, 65536)).isEqualTo(ByteBuffer.allocate(65536));
      assertThat(readBack(host, 100_000, 4096)).isEqualTo(ByteBuffer.allocate(4096));
    }
  }

  @Test
  void readingPastTheEndIsAnErrorAndNothingElse() throws Exception {
    volume.allow(me);
    try (NvmeHost host = NvmeHost.connect(volume.host(me))) {
      assertThatThrownBy(() -> readBack(host, 131071, 4096))
          .isInstanceOfSatisfying(
              NvmeStatusException.class,
              e -> assertThat(e.code()).isEqualTo(Status.LBA_OUT_OF_RANGE));
      writeAndVerify(host);
    }
  }

  @Test
  void nothingLandsAfterTheRemovalOfAHostWasAnswered() throws Exception {
    volume.allow(me);
    UUID other = UUID.randomUUID();
    volume.allow(other);
    AtomicBoolean revoked = new AtomicBoolean();
    AtomicLong acknowledgedLate = new AtomicLong();
    CountDownLatch writing = new CountDownLatch(20);
    try (NvmeHost host = NvmeHost.connect(volume.host(me).withIoQueues(4))) {
      CompletableFuture<?>[] writers = new CompletableFuture<?>[4];
      for (int i = 0; i < writers.length; i++) {
        long lba = i * 256L;
        writers[i] =
            CompletableFuture.runAsync(
                () -> writeUntilBroken(host, lba, writing, revoked, acknowledgedLate));
      }
      writing.await();
      volume.revoke(me);
      revoked.set(true);
      try (NvmeHost reader = NvmeHost.connect(volume.host(other))) {
        ByteBuffer first = readBack(reader, 0, 131072);
        CompletableFuture.allOf(writers).get(30, TimeUnit.SECONDS);
        assertThat(readBack(reader, 0, 131072)).isEqualTo(first);
      }
      assertThat(acknowledgedLate).hasValue(0);
      assertThat(volume.spdk().nvmf().controllers(ServedVolume.NQN).get())
          .extracting(NvmfController::hostnqn)
          .doesNotContain(volume.host(me).hostNqn());
    }
    assertThatThrownBy(() -> NvmeHost.connect(volume.host(me)))
        .isInstanceOf(NvmeStatusException.class);
  }

  private static void writeUntilBroken(
      NvmeHost host, long lba, CountDownLatch writing, AtomicBoolean revoked, AtomicLong late) {
    for (long round = 0; ; round++) {
      boolean begunLate = revoked.get();
      try {
        host.write(1, lba, BLOCK, random(round, 65536));
      } catch (IOException e) {
        return;
      }
      if (begunLate) {
        late.incrementAndGet();
      }
      writing.countDown();
    }
  }

  @Test
  void aGrownVolumeIsToldAndSeen() throws Exception {
    volume.allow(me);
    try (NvmeHost host = NvmeHost.connect(volume.host(me))) {
      CompletableFuture<Integer> event = host.nextEvent();
      volume.spdk().lvols().resize(ServedVolume.LVOL, 128).get();
      assertThat(event.get(30, TimeUnit.SECONDS)).isEqualTo(0x00040002);
      assertThat(host.logPage(0x04, 4096).getInt(0)).isEqualTo(1);
      assertThat(host.geometry(1).bytes()).isEqualTo(128L << 20);
    }
  }

  @Test
  void anInaccessiblePathRefusesWithoutGivingTheDiskUp() throws Exception {
    volume.allow(me);
    try (NvmeHost host = NvmeHost.connect(volume.host(me))) {
      CompletableFuture<Integer> event = host.nextEvent();
      volume
          .spdk()
          .nvmf()
          .setAnaState(ServedVolume.NQN, volume.listener(), AnaState.INACCESSIBLE, 1)
          .get();
      assertThat(event.get(30, TimeUnit.SECONDS)).isEqualTo(0x000c0302);
      assertThatThrownBy(() -> host.write(1, 0, BLOCK, random(1, 4096)))
          .isInstanceOfSatisfying(
              NvmeStatusException.class,
              e -> {
                assertThat(e.code()).isEqualTo(Status.ANA_INACCESSIBLE);
                assertThat(e.doNotRetry()).isFalse();
              });
      volume
          .spdk()
          .nvmf()
          .setAnaState(ServedVolume.NQN, volume.listener(), AnaState.OPTIMIZED, 1)
          .get();
      writeAndVerify(host);
    }
  }

  @Test
  void acknowledgedBytesAreThereAfterARestart() throws Exception {
    volume.allow(me);
    try (NvmeHost host = NvmeHost.connect(volume.host(me))) {
      for (int i = 0; i < 64; i++) {
        host.write(1, i * 2048L, BLOCK, random(i, 65536));
      }
    }
    volume.stop();
    volume.start();
    volume.export();
    volume.allow(me);
    try (NvmeHost host = NvmeHost.connect(volume.host(me))) {
      for (int i = 0; i < 64; i++) {
        assertThat(readBack(host, i * 2048L, 65536)).isEqualTo(random(i, 65536));
      }
    }
  }
}
