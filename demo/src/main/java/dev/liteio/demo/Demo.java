package dev.liteio.demo;

import dev.liteio.demo.cluster.Cluster;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells the story of a volume once, and leaves nothing behind, however it ends. */
public final class Demo implements AutoCloseable {

  private static final Duration ORDERLY_END = Duration.ofSeconds(60);
  private static final Duration CUT_SHORT = Duration.ofSeconds(10);

  private final DemoOptions options;
  private final PrintStream out;
  private final Narrator narrator;
  private final Running running;
  private final Evidence evidence = new Evidence();
  private final Pause pause = new Pause();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Thread teller;

  /**
   * A story that has not begun.
   *
   * @param out where it is told
   */
  public Demo(DemoOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.narrator = new Narrator(out);
    this.running = new Running(out);
  }

  private Story story() {
    return switch (options.host()) {
      case JVM, KERNEL -> new VolumeStory(options, narrator, running, evidence, pause);
      case CLUSTER -> new ClusterStory(options, narrator, running, evidence, pause);
    };
  }

  /** Tells the story; it cleans up behind itself, however it ends. */
  public DemoReport run() {
    return tell(story());
  }

  /**
   * Tells the part about a claim, on a cluster that has the driver already; that stays as it is.
   */
  public DemoReport runOn(Cluster cluster) {
    return tell(files -> new ClaimStory(options, narrator, evidence, cluster).tell());
  }

  private DemoReport tell(Story story) {
    teller = Thread.currentThread();
    String failure = null;
    try {
      DemoFolder folder = running.keep(DemoFolder.make());
      out.printf("LiteIO demo, host: %s, files in %s%n", options.host().label(), folder.path());
      story.tell(folder);
    } catch (Exception e) {
      failure = failure(e);
      out.printf("%n  failed: %s%n", failure);
    } finally {
      running.close();
    }
    boolean ok = failure == null && evidence.isGood();
    String host = options.host().label();
    out.printf("%n%s", StageTable.of(narrator.stages()));
    out.printf(
        "  host: %s, %d MiB verified, %d acknowledged writes lost: %s%n",
        host, evidence.bytesVerified() >> 20, evidence.lost(), ok ? "ok" : "NOT OK");
    return new DemoReport(
        ok,
        host,
        evidence.bytesVerified(),
        evidence.isSecondHostRefused(),
        evidence.lost(),
        evidence.leftovers(),
        narrator.stages(),
        failure);
  }

  private String failure(Exception e) {
    if (running.isClosed()) {
      return "stopped before its end";
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /**
   * Ends it from another thread, and returns when nothing of it is left: what was kept running
   * comes to its orderly end, a story in the middle is cut short.
   */
  public void stop() throws InterruptedException {
    if (pause.stop() && ended.await(ORDERLY_END.toSeconds(), TimeUnit.SECONDS)) {
      return;
    }
    running.close();
    Thread telling = teller;
    if (telling != null) {
      telling.interrupt();
      var _ = ended.await(CUT_SHORT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** The end of it: whoever stops it waits for this. */
  @Override
  public void close() {
    running.close();
    ended.countDown();
  }
}
