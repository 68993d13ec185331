package dev.liteio.target.lvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must never happen to data in a store on a file. */
class LvstoreSafetyTest {

  private static final long DEVICE = 4L << 20;

  @TempDir Path folder;
  private StoreOnDisk disk;

  @BeforeEach
  void makeAStore() throws Exception {
    disk = new StoreOnDisk(folder.resolve("disk"), DEVICE);
    disk.create();
  }

  @AfterEach
  void close() throws Exception {
    disk.close();
  }

  private static ByteBuffer filled(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }

  private static ByteBuffer read(Lvol lvol, long offset, int length) throws Exception {
    ByteBuffer into = ByteBuffer.allocate(length);
    lvol.read(offset, into);
    return into.flip();
  }

  @Test
  void aDeviceThatGrewBetweenTwoStartsKeepsItsDataInPlace() throws Exception {
    Lvol lvol = disk.lvols.create(disk.store(), "v", 1 << 20, true, ClearMethod.NONE);
    lvol.write(3 * StoreOnDisk.CLUSTER, filled(7, StoreOnDisk.CLUSTER));
    disk.resize(100 * DEVICE);

    disk.reload();

    assertThat(read(disk.lvol("v"), 3 * StoreOnDisk.CLUSTER, StoreOnDisk.CLUSTER))
        .isEqualTo(filled(7, StoreOnDisk.CLUSTER));
    disk.lvols.grow(disk.store());
    assertThat(read(disk.lvol("v"), 3 * StoreOnDisk.CLUSTER, StoreOnDisk.CLUSTER))
        .isEqualTo(filled(7, StoreOnDisk.CLUSTER));
  }

  @Test
  void damagedMetadataIsNeverReplacedByAnEmptyStore() throws Exception {
    Path kept = folder.resolve("disk.lvs");
    byte[] damaged = Files.readAllBytes(kept);
    damaged[damaged.length / 2] ^= 1;
    Files.write(kept, damaged);

    disk.reload();

    assertThat(disk.stores.all()).isEmpty();
    assertThatThrownBy(disk::create).isInstanceOf(LvsException.class);
    assertThat(Files.readAllBytes(kept)).isEqualTo(damaged);
  }

  @Test
  void aDeviceThatShrankIsRefused() throws Exception {
    disk.resize(DEVICE / 2);

    disk.reload();

    assertThat(disk.stores.all()).isEmpty();
  }

  @Test
  void aDeletedStoreDoesNotComeBack() throws Exception {
    disk.stores.delete(disk.store());

    disk.reload();

    assertThat(disk.stores.all()).isEmpty();
    assertThat(disk.create().freeClusters()).isPositive();
  }

  @Test
  void aDeletionThatDiesBetweenItsTwoStepsLeavesABlankDevice() throws Exception {
    Zeroing.head(disk.base()); // the first step of it

    disk.reload();

    assertThat(disk.stores.all()).isEmpty();
    assertThat(disk.create().lvols()).isEmpty();
  }

  @Test
  void concurrentWritesToOneNewClusterAreAllKeptWhenTheyReturn() throws Exception {
    Lvol lvol = disk.lvols.create(disk.store(), "v", 1 << 20, true, ClearMethod.NONE);
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    for (int cluster = 0; cluster < 16; cluster++) {
      long at = (long) cluster * StoreOnDisk.CLUSTER;
      Thread[] writers = new Thread[4];
      for (int i = 0; i < writers.length; i++) {
        int mine = i;
        writers[i] =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    lvol.write(at + mine * 4096L, filled(mine + 1, 4096));
                    // whoever looks now, as a restarted target would, must find the cluster
                    LvsImage kept =
                        LvsCodec.decode("kept", Files.readAllBytes(folder.resolve("disk.lvs")));
                    assertThat(kept.lvols().get(0).map()[(int) (at / StoreOnDisk.CLUSTER)])
                        .isNotEqualTo(ClusterMap.NOWHERE);
                  } catch (Exception | AssertionError e) {
                    failures.add(e);
                  }
                });
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertThat(failures).isEmpty();
    disk.reload();
    for (int cluster = 0; cluster < 16; cluster++) {
      for (int i = 0; i < 4; i++) {
        assertThat(read(disk.lvol("v"), (long) cluster * StoreOnDisk.CLUSTER + i * 4096L, 4096))
            .isEqualTo(filled(i + 1, 4096));
      }
    }
  }

  @Test
  void aThickVolumeReadsWhatTheLastTenantLeftAndZeroesAfterWriteZeroes() throws Exception {
    for (ClearMethod method : new ClearMethod[] {ClearMethod.NONE, ClearMethod.WRITE_ZEROES}) {
      Lvol first = disk.lvols.create(disk.store(), "first", 1 << 20, false, method);
      first.write(0, filled(9, 1 << 20));
      disk.lvols.delete(first);
      Lvol second =
          disk.lvols.create(disk.store(), "second", 1 << 20, false, ClearMethod.WRITE_ZEROES);
      int seen = method == ClearMethod.NONE ? 9 : 0;
      assertThat(read(second, 0, 1 << 20)).isEqualTo(filled(seen, 1 << 20));
      disk.lvols.delete(second);
    }
  }
}
