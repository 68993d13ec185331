package dev.liteio.e2e.benchmarks;

import dev.liteio.crd.AccessType;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeLeg;
import dev.liteio.crd.VolumeSpec;
import dev.liteio.e2e.site.Site;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.volume.LegIdentity;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Volumes by way of a real API server: how fast they come with 1, 8 and 64 callers, beside bare
 * objects that as many callers make, and how often the server is asked for one of them. Controller,
 * agent and target are in this process.
 */
@Timeout(1200)
class ApiServerBench {
  private static final int WARM_UP = 64;
  private static final int LIVES = 20;
  private static final long SIZE = 4L << 20;
  private static final String NODE = "consumer";

  @TempDir Path folder;
  private RealApi api;
  private Site site;

  @BeforeEach
  void start() throws Exception {
    Figures.printMachine();
    api = RealApi.start(folder.resolve("api"));
    api.addNode(NODE);
    api.addNode(Site.STORAGE);
    site = new Site(folder, api.client());
    warmUp();
  }

  private void warmUp() throws Exception {
    site.delete(site.create("first", SIZE));
    var _ = Load.run(8, WARM_UP, i -> () -> live("warm-" + i));
  }

  private void live(String name) throws Exception {
    String volume = site.create(name, SIZE);
    var _ = site.publish(0, volume, NODE);
    site.unpublish(0, volume, NODE);
    site.delete(volume);
  }

  @AfterEach
  void stop() throws Exception {
    site.stop();
    api.close();
  }

  @Test
  void manyCallers() throws Exception {
    callers(1, 60);
    callers(8, 160);
    callers(64, 320);
  }

  private void callers(int callers, int volumes) throws Exception {
    ObjectClient<Volume> bare = new ObjectClient<>(api.client(), Volume.class);
    String prefix = "c" + callers + "-";
    String[] ids = new String[volumes];
    Load bareCreate = Load.run(callers, volumes, i -> () -> bare.create(bare("bare-" + i)));
    Load create = Load.run(callers, volumes, i -> () -> ids[i] = site.create(prefix + i, SIZE));
    Load delete = Load.run(callers, volumes, i -> () -> site.delete(ids[i]));
    Load bareDelete = Load.run(callers, volumes, i -> () -> bare.delete("bare-" + i));
    create.print("CreateVolume, beside creating a bare object,", callers, bareCreate);
    delete.print("DeleteVolume, beside deleting a bare object,", callers, bareDelete);
  }

  private static Volume bare(String name) {
    Volume volume = new Volume();
    volume.setMetadata(new ObjectMetaBuilder().withName(name).build());
    volume.setSpec(
        new VolumeSpec(
            name,
            SIZE,
            Map.of(),
            null,
            AccessType.BLOCK,
            List.of(new VolumeLeg(0, LegIdentity.mint().uuid().toString(), SIZE))));
    return volume;
  }

  /**
   * The least is what the objects of the design need: each is created, told its wish, answered by
   * its agent and let go once.
   */
  @Test
  void requests() throws Exception {
    String[] ids = new String[LIVES];
    long least =
        count("CreateVolume", 5, i -> () -> ids[i] = site.create("life-" + i, SIZE))
            + count("ControllerPublishVolume", 5, i -> () -> site.publish(0, ids[i], NODE))
            + count("ControllerUnpublishVolume", 4, i -> () -> site.unpublish(0, ids[i], NODE))
            + count("DeleteVolume", 5, i -> () -> site.delete(ids[i]));
    Figures.print("a volume's life: %.1f requests, at least 19", (double) least / LIVES);
  }

  private long count(String what, int least, Function<Integer, Load.Call> calls) throws Exception {
    RequestCount before = api.requests();
    for (int i = 0; i < LIVES; i++) {
      calls.apply(i).run();
    }
    RequestCount more = api.requests().since(before);
    Figures.print(
        "%s: %.1f requests, at least %d: %s",
        what, (double) more.total() / LIVES, least, more.per(LIVES));
    return more.total();
  }
}
