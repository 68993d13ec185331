package dev.liteio.e2e.benchmarks;

import dev.liteio.e2e.site.Site;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From CreateVolume to a volume that is ready, and from publish to a host that is let in: CSI
 * socket, controller, API, agent and target in one process, beside a call that changes nothing.
 */
@Timeout(300)
class VolumeLifeBench {

  private static final int ROUNDS = 60;
  private static final int WARM_UP = 20;
  private static final String NODE = "consumer";

  @TempDir Path folder;

  private interface Work {
    void run() throws Exception;
  }

  @Test
  void oneAfterAnother() throws Exception {
    double[] create = new double[ROUNDS];
    double[] again = new double[ROUNDS];
    double[] publish = new double[ROUNDS];
    double[] unpublish = new double[ROUNDS];
    double[] delete = new double[ROUNDS];
    Site site = new Site(folder, NODE);
    try {
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        int at = Math.max(0, round);
        String name = "v" + round;
        String[] volume = new String[1];
        create[at] = millis(() -> volume[0] = site.create(name, 4L << 20));
        again[at] = millis(() -> site.create(name, 4L << 20));
        publish[at] = millis(() -> site.publish(0, volume[0], NODE));
        unpublish[at] = millis(() -> site.unpublish(0, volume[0], NODE));
        delete[at] = millis(() -> site.delete(volume[0]));
      }
    } finally {
      site.stop();
    }
    double floor = Figures.median(again);
    print("CreateVolume to ready", create, floor);
    print("ControllerPublishVolume", publish, floor);
    print("ControllerUnpublishVolume, proven", unpublish, floor);
    print("DeleteVolume, nothing left", delete, floor);
    Figures.print("CreateVolume of one that is there (the floor)=%.2f ms", floor);
  }

  private static void print(String what, double[] samples, double floor) {
    double median = Figures.median(samples);
    Figures.print(
        "%s p50=%.2f ms, p99=%.2f ms, ratio=%.1f",
        what, median, Figures.percentile(samples, 99), median / floor);
  }

  private static double millis(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }
}
