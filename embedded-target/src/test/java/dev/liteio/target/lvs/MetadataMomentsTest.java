package dev.liteio.target.lvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.bdev.MemoryBdev;
import dev.liteio.target.lvs.LvsImage.LvolImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * A store has one metadata file: a write to one volume keeps what is being done to another at that
 * moment. Whatever is kept has to be whole, for the process may die right after it.
 */
class MetadataMomentsTest {

  private static final int CLUSTER = 64 << 10;
  private static final int ROUNDS = 5_000;

  private final Queue<byte[]> kept = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean done = new AtomicBoolean();

  private final class Kept implements MetadataStore {
    @Override
    public void replace(byte[] content) {
      kept.add(content);
    }

    @Override
    public void delete() {}
  }

  @Test
  void nothingIsLostWhateverMomentIsKept() throws Exception {
    MemoryBdev base = new MemoryBdev("base", UUID.randomUUID(), 512, 65_536);
    Lvstore store = Lvstore.create(base, "store", CLUSTER, ClearMethod.NONE, new Kept());
    Lvols lvols = new Lvols(new Bdevs());
    Lvol precious = lvols.create(store, "precious", CLUSTER, true, ClearMethod.NONE);
    precious.write(0, ByteBuffer.allocate(CLUSTER));
    kept.clear();
    Thread writer = Thread.ofPlatform().start(() -> keepOn(store));

    for (int i = 0; i < ROUNDS; i++) {
      Lvol snapshot = lvols.snapshot(precious, "snapshot" + i);
      if (i % 3 == 0) {
        lvols.decouple(precious);
      }
      lvols.delete(snapshot);
    }
    done.set(true);
    writer.join();

    for (byte[] image : kept) {
      check(LvsCodec.decode("kept", image));
    }
  }

  private void keepOn(Lvstore store) {
    try {
      while (!done.get()) {
        store.commit();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(LvsImage image) {
    Map<UUID, LvolImage> byUuid = new HashMap<>();
    Set<Integer> taken = new HashSet<>();
    for (LvolImage lvol : image.lvols()) {
      byUuid.put(lvol.uuid(), lvol);
      for (int cluster : lvol.map()) {
        assertThat(cluster == ClusterMap.NOWHERE || taken.add(cluster))
            .as("cluster %d belongs to one volume alone", cluster)
            .isTrue();
      }
    }
    LvolImage level =
        image.lvols().stream().filter(l -> l.name().equals("precious")).findFirst().orElseThrow();
    while (level.map()[0] == ClusterMap.NOWHERE) {
      level = byUuid.get(level.parent());
      assertThat(level).as("where precious has its data").isNotNull();
    }
  }
}
