package dev.liteio.spdk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.spdk.bdev.Bdev;
import dev.liteio.spdk.bdev.CreateAio;
import dev.liteio.spdk.bdev.CreateMalloc;
import dev.liteio.spdk.framework.Reactors;
import dev.liteio.spdk.jsonrpc.SpdkReason;
import dev.liteio.spdk.lvol.ClearMethod;
import dev.liteio.spdk.lvol.CreateLvol;
import dev.liteio.spdk.lvol.CreateLvstore;
import dev.liteio.spdk.lvol.Lvol;
import dev.liteio.spdk.lvol.LvolName;
import dev.liteio.spdk.lvol.Lvstore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Processes, disks, stores and volumes of a target. */
public abstract class StorageContract extends TargetContract {

  private static final int BLOCK = 4096;
  private static final LvolName V1 = new LvolName("pool", "v1");

  @Test
  void it_says_what_it_is_and_which_process() {
    assertThat(await(target.framework().version()).version()).isNotBlank();
    assertThat(await(target.framework().methods()))
        .contains("bdev_lvol_create", "nvmf_create_subsystem", "framework_get_reactors");
    Reactors reactors = await(target.framework().reactors());
    assertThat(reactors.pid()).isPositive();
    assertThat(reactors.tickRate()).isPositive();
  }

  @Test
  void a_file_becomes_a_bdev_until_it_is_deleted() throws IOException {
    Path file = file("disk", 64 * MIB);
    CreateAio disk = CreateAio.file("disk", file.toString(), BLOCK, false);
    assertThat(await(target.bdevs().createAio(disk))).isEqualTo("disk");
    assertRefused(target.bdevs().createAio(disk), SpdkReason.ALREADY_EXISTS);
    Bdev bdev = await(target.bdevs().find("disk")).orElseThrow();
    assertThat(bdev.sizeInBytes()).isEqualTo(64 * MIB);
    assertThat(bdev.blockSize()).isEqualTo(BLOCK);
    assertThat(bdev.claimed()).isFalse();
    assertThat(bdev.driverSpecific().aio().filename()).isEqualTo(file.toString());
    assertThat(await(target.bdevs().find(bdev.uuid()))).contains(bdev);
    await(target.bdevs().deleteAio("disk"));
    assertThat(await(target.bdevs().find("disk"))).isEmpty();
    assertRefused(target.bdevs().deleteAio("disk"), SpdkReason.NOT_FOUND);
  }

  @Test
  void a_missing_file_is_refused() {
    String missing = directory.resolve("missing").toString();
    assertRefused(
        target.bdevs().createAio(CreateAio.file("x", missing, BLOCK, false)), SpdkReason.NOT_FOUND);
  }

  @Test
  void waiting_for_a_bdev_that_does_not_come_ends() {
    assertThat(await(target.bdevs().await("never", Duration.ofMillis(50)))).isEmpty();
  }

  @Test
  void a_disk_in_memory_is_made_and_deleted() {
    assumeMethod("bdev_malloc_create");
    CreateMalloc memory = new CreateMalloc("m", 16_384, 512, null);
    assertThat(await(target.bdevs().createMalloc(memory))).isEqualTo("m");
    assertThat(await(target.bdevs().find("m")).orElseThrow().sizeInBytes()).isEqualTo(8 * MIB);
    await(target.bdevs().deleteMalloc("m"));
    assertThat(await(target.bdevs().find("m"))).isEmpty();
  }

  @Test
  void a_store_takes_its_disk_and_tells_its_room() throws IOException {
    String uuid = createPool(64 * MIB);
    Lvstore store = await(target.lvols().findStore("pool")).orElseThrow();
    assertThat(store.uuid()).isEqualTo(uuid);
    assertThat(store.baseBdev()).isEqualTo("disk");
    assertThat(store.clusterSize()).isEqualTo(MIB);
    assertThat(store.freeClusters()).isEqualTo(store.totalDataClusters()).isPositive();
    assertThat(await(target.bdevs().find("disk")).orElseThrow().claimed()).isTrue();
    assertRefused(
        target.lvols().createStore(new CreateLvstore("disk", "other", null, null, null)),
        SpdkReason.NOT_PERMITTED);
    assertRefused(
        target.lvols().createStore(new CreateLvstore("nowhere", "other", null, null, null)),
        SpdkReason.NOT_FOUND);
    assertThat(await(target.lvols().findStore("other"))).isEmpty();
  }

  @Test
  void a_volume_is_made_found_grown_and_deleted() throws IOException {
    createPool(128 * MIB);
    String uuid = await(target.lvols().create(thin(V1, 16)));
    assertRefused(target.lvols().create(thin(V1, 16)), SpdkReason.ALREADY_EXISTS);
    Bdev bdev = await(target.bdevs().find("pool/v1")).orElseThrow();
    assertThat(bdev.name()).isEqualTo(uuid);
    assertThat(bdev.aliases()).contains("pool/v1");
    assertThat(bdev.sizeInBytes()).isEqualTo(16 * MIB);
    assertThat(bdev.driverSpecific().lvol().thinProvision()).isTrue();
    Lvol lvol = await(target.lvols().list("pool")).getFirst();
    assertThat(lvol.fullName()).isEqualTo(V1);
    assertThat(lvol.uuid()).isEqualTo(uuid);
    await(target.lvols().resize(V1, 32));
    await(target.lvols().resize(V1, 32));
    assertThat(await(target.bdevs().find(uuid)).orElseThrow().sizeInBytes()).isEqualTo(32 * MIB);
    await(target.lvols().delete(V1));
    assertThat(await(target.bdevs().find(uuid))).isEmpty();
    assertThat(await(target.lvols().list("pool"))).isEmpty();
    assertRefused(target.lvols().delete(V1), SpdkReason.NOT_FOUND);
    assertRefused(target.lvols().resize(V1, 64), SpdkReason.NOT_FOUND);
  }

  @Test
  void a_thick_volume_takes_its_room_at_once_and_gives_it_back() throws IOException {
    createPool(64 * MIB);
    long free = freeClusters();
    await(target.lvols().create(thick(V1, 16)));
    assertThat(freeClusters()).isEqualTo(free - 16);
    assertRefused(
        target.lvols().create(thick(new LvolName("pool", "v2"), 60)), SpdkReason.NO_SPACE);
    assertRefused(target.lvols().resize(V1, 100), SpdkReason.NO_SPACE);
    assertThat(await(target.lvols().list("pool"))).hasSize(1);
    await(target.lvols().delete(V1));
    assertThat(freeClusters()).isEqualTo(free);
  }

  @Test
  void a_volume_in_a_store_that_is_not_there_is_refused() {
    assertRefused(target.lvols().create(thin(V1, 16)), SpdkReason.NOT_FOUND);
    assertRefused(target.lvols().list("pool"), SpdkReason.NOT_FOUND);
  }

  @Test
  void sizes_are_rounded_up_to_whole_clusters() throws IOException {
    createPool(64 * MIB, 4 * MIB);
    await(target.lvols().create(thin(V1, 1)));
    assertThat(await(target.bdevs().find("pool/v1")).orElseThrow().sizeInBytes())
        .isEqualTo(4 * MIB);
  }

  @Test
  void stores_and_volumes_come_back_with_their_disk() throws IOException {
    String store = createPool(64 * MIB);
    String volume = await(target.lvols().create(thin(V1, 16)));
    await(target.bdevs().deleteAio("disk"));
    assertThat(await(target.lvols().stores())).isEmpty();
    assertThat(await(target.bdevs().find(volume))).isEmpty();
    createDisk();
    await(target.bdevs().waitForExamine());
    assertThat(await(target.lvols().findStore("pool")).orElseThrow().uuid()).isEqualTo(store);
    Bdev bdev = await(target.bdevs().find("pool/v1")).orElseThrow();
    assertThat(bdev.name()).isEqualTo(volume);
    assertThat(bdev.sizeInBytes()).isEqualTo(16 * MIB);
  }

  @Test
  void a_store_grows_with_its_disk() throws IOException {
    createPool(64 * MIB);
    long before = freeClusters();
    file("disk", 128 * MIB);
    await(target.bdevs().rescanAio("disk"));
    await(target.lvols().growStore("pool"));
    assertThat(freeClusters()).isEqualTo(before + 64);
  }

  @Test
  void a_deleted_store_does_not_come_back() throws IOException {
    createPool(64 * MIB);
    await(target.lvols().deleteStore("pool"));
    assertRefused(target.lvols().deleteStore("pool"), SpdkReason.NOT_FOUND);
    assertThat(await(target.bdevs().find("disk")).orElseThrow().claimed()).isFalse();
    await(target.bdevs().deleteAio("disk"));
    createDisk();
    await(target.bdevs().waitForExamine());
    assertThat(await(target.lvols().stores())).isEmpty();
  }

  @Test
  void many_volumes_asked_for_at_once_are_all_made() throws IOException {
    createPool(64 * MIB);
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (int number = 0; number < 50; number++) {
      asked.add(target.lvols().create(thin(new LvolName("pool", "v" + number), 4)));
    }
    assertThat(asked.stream().map(TargetContract::await)).hasSize(50).doesNotHaveDuplicates();
    List<CompletableFuture<Void>> deleted =
        await(target.lvols().list("pool")).stream()
            .map(lvol -> target.lvols().delete(lvol.fullName()))
            .toList();
    deleted.forEach(TargetContract::await);
    assertThat(await(target.lvols().list("pool"))).isEmpty();
  }

  @Test
  void a_snapshot_and_a_clone_share_data_with_their_source() throws IOException {
    assumeMethod("bdev_lvol_clone");
    createPool(64 * MIB);
    await(target.lvols().create(thin(V1, 8)));
    await(target.lvols().snapshot(V1, "s1"));
    LvolName snapshot = new LvolName("pool", "s1");
    assertRefused(target.lvols().snapshot(V1, "s1"), SpdkReason.ALREADY_EXISTS);
    String clone = await(target.lvols().clone(snapshot, "c1"));
    assertThat(await(target.lvols().list("pool")))
        .filteredOn(Lvol::snapshot)
        .extracting(Lvol::name)
        .containsExactly("s1");
    assertThat(await(target.bdevs().find(clone)).orElseThrow().driverSpecific().lvol().isClone())
        .isTrue();
    assertRefused(target.lvols().delete(snapshot), SpdkReason.NOT_PERMITTED);
    assertRefused(target.lvols().resize(snapshot, 16), SpdkReason.NOT_PERMITTED);
  }

  private String createPool(long bytes) throws IOException {
    return createPool(bytes, MIB);
  }

  private String createPool(long bytes, long cluster) throws IOException {
    file("disk", bytes);
    createDisk();
    return await(
        target
            .lvols()
            .createStore(new CreateLvstore("disk", "pool", cluster, ClearMethod.NONE, null)));
  }

  private void createDisk() {
    String path = directory.resolve("disk").toString();
    await(target.bdevs().createAio(CreateAio.file("disk", path, BLOCK, false)));
  }

  private long freeClusters() {
    return await(target.lvols().findStore("pool")).orElseThrow().freeClusters();
  }

  private void assumeMethod(String method) {
    Assumptions.assumeTrue(
        await(target.framework().methods()).contains(method), method + " is not offered");
  }

  private static CreateLvol thin(LvolName name, long mib) {
    return new CreateLvol(name, mib, true, ClearMethod.WRITE_ZEROES);
  }

  private static CreateLvol thick(LvolName name, long mib) {
    return new CreateLvol(name, mib, false, ClearMethod.WRITE_ZEROES);
  }
}
