package dev.liteio.target.lvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** Random lives of a store, beside a model; now and then the process dies and comes back. */
class LvstoreModelTest {

  private static final int STEPS = 120;
  private static final int LIVE = 10;
  private static final int CLUSTER = StoreOnDisk.CLUSTER;
  private static final int LARGEST = 5;

  @TempDir Path folder;

  @Randomised
  void aStoreHoldsWhatTheModelHoldsAlsoAfterBeingReloaded() {
    Cases.asMany(8)
        .run(random -> {
          Path file = folder.resolve("disk");
          try (StoreOnDisk disk = new StoreOnDisk(file, 32L << 20)) {
            disk.create();
            new Life(random, disk).live();
          }
          Files.delete(file);
          Files.delete(MetadataFile.beside(file));
        });
  }

  private static final class Life {
    private final Random random;
    private final StoreOnDisk disk;
    private final Map<String, ModelVolume> model = new TreeMap<>();
    private int made;

    Life(Random random, StoreOnDisk disk) {
      this.random = random;
      this.disk = disk;
    }

    void live() throws Exception {
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      disk.reload();
      compare();
      while (!model.isEmpty()) {
        for (String name : List.copyOf(model.keySet())) {
          delete(name);
        }
      }
      assertThat(disk.store().freeClusters()).isEqualTo(disk.store().totalClusters());
    }

    private void step() throws Exception {
      if (model.isEmpty() || (model.size() < LIVE && random.nextInt(6) == 0)) {
        create();
        return;
      }
      String name = new ArrayList<>(model.keySet()).get(random.nextInt(model.size()));
      ModelVolume volume = model.get(name);
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> write(name, volume);
        case 3 -> snapshot(name, volume);
        case 4 -> cloneOf(name, volume);
        case 5 -> delete(name);
        case 6 -> resize(name, volume);
        case 7 -> standAlone(name, volume);
        case 8 -> rename(name);
        default -> disk.reload();
      }
      if (random.nextInt(8) == 0) {
        compare();
      }
    }

    private String newName() {
      return "v" + made++;
    }

    private void create() throws Exception {
      String name = newName();
      int clusters = random.nextInt(LARGEST + 1);
      boolean thin = random.nextBoolean();
      disk.lvols.create(
          disk.store(), name, (long) clusters * CLUSTER, thin, ClearMethod.WRITE_ZEROES);
      ModelVolume volume = new ModelVolume();
      volume.resize(clusters);
      if (!thin) {
        volume.standAlone(true);
      }
      model.put(name, volume);
    }

    private void write(String name, ModelVolume volume) throws Exception {
      int blocks = volume.clusters * CLUSTER / StoreOnDisk.BLOCK;
      if (volume.snapshot || blocks == 0) {
        return;
      }
      int first = random.nextInt(blocks);
      int count = 1 + random.nextInt(Math.min(300, blocks - first));
      byte[] bytes = new byte[count * StoreOnDisk.BLOCK];
      random.nextBytes(bytes);
      disk.lvol(name).write((long) first * StoreOnDisk.BLOCK, ByteBuffer.wrap(bytes));
      volume.write(first * StoreOnDisk.BLOCK, bytes);
    }

    private void snapshot(String name, ModelVolume volume) throws Exception {
      if (!volume.snapshot && model.size() < LIVE) {
        String frozen = newName();
        disk.lvols.snapshot(disk.lvol(name), frozen);
        model.put(frozen, volume.freeze());
      }
    }

    private void cloneOf(String name, ModelVolume volume) throws Exception {
      if (volume.snapshot && model.size() < LIVE) {
        String clone = newName();
        disk.lvols.cloneOf(disk.lvol(name), clone);
        ModelVolume copy = new ModelVolume();
        copy.resize(volume.clusters);
        copy.parent = volume;
        model.put(clone, copy);
      }
    }

    private void delete(String name) throws Exception {
      ModelVolume volume = model.get(name);
      List<ModelVolume> above =
          model.values().stream().filter(other -> other.parent == volume).toList();
      if (above.size() > 1) {
        return;
      }
      disk.lvols.delete(disk.lvol(name));
      above.forEach(volume::handDownTo);
      model.remove(name);
    }

    private void resize(String name, ModelVolume volume) throws Exception {
      if (!volume.snapshot) {
        int clusters = random.nextInt(LARGEST + 1);
        Lvol lvol = disk.lvol(name);
        boolean thick = !lvol.isThin();
        int before = volume.clusters;
        disk.lvols.resize(lvol, (long) clusters * CLUSTER);
        volume.resize(clusters);
        for (int i = before; thick && i < clusters; i++) {
          volume.own.put(i, new byte[CLUSTER]);
        }
      }
    }

    private void standAlone(String name, ModelVolume volume) throws Exception {
      boolean whole = random.nextBoolean();
      if (whole) {
        disk.lvols.inflate(disk.lvol(name));
      } else if (volume.parent != null) {
        disk.lvols.decouple(disk.lvol(name));
      } else {
        return;
      }
      volume.standAlone(whole);
    }

    private void rename(String name) throws Exception {
      String other = newName();
      disk.lvols.rename(disk.lvol(name), other);
      ModelVolume volume = model.remove(name);
      if (volume != null) {
        model.put(other, volume);
      }
    }

    private void compare() throws Exception {
      assertThat(disk.store().lvols().stream().map(Lvol::lvolName))
          .containsExactlyInAnyOrderElementsOf(model.keySet());
      int used = 0;
      for (Map.Entry<String, ModelVolume> entry : model.entrySet()) {
        Lvol lvol = disk.lvol(entry.getKey());
        ByteBuffer seen = ByteBuffer.allocate((int) lvol.size());
        lvol.read(0, seen);
        assertThat(seen.array())
            .as("volume %s", entry.getKey())
            .isEqualTo(entry.getValue().content());
        assertThat(lvol.allocatedClusters())
            .as("clusters of %s", entry.getKey())
            .isEqualTo(entry.getValue().own.size());
        used += lvol.allocatedClusters();
      }
      assertThat(disk.store().totalClusters() - disk.store().freeClusters()).isEqualTo(used);
    }
  }
}
