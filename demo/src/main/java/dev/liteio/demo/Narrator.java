package dev.liteio.demo;

import dev.liteio.demo.cluster.Cluster;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Runs the stages one after the other, tells what happens while it does, and keeps the times. */
final class Narrator {

  private final PrintStream out;
  private final List<Stage> stages = new ArrayList<>();
  private boolean midLine;

  Narrator(PrintStream out) {
    this.out = out;
  }

  /** Runs {@code work} as the stage {@code name}; its time is kept also when it fails. */
  <T> T stage(String name, Callable<T> work) throws Exception {
    out.printf("  %s ...", name);
    out.flush();
    midLine = true;
    long start = System.nanoTime();
    try {
      return work.call();
    } finally {
      Stage stage = new Stage(name, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      stages.add(stage);
      if (midLine) {
        out.printf(" %.1f s%n", stage.millis() / 1000.0);
        midLine = false;
      }
    }
  }

  /** The same for work that has no result. */
  void act(String name, Work work) throws Exception {
    var _ =
        stage(
            name,
            () -> {
              work.run();
              return true;
            });
  }

  /** Work that has no result. */
  interface Work {
    void run() throws Exception;
  }

  /** Something a reader wants to know in between. */
  void tell(String line) {
    say("      " + line + "\n");
  }

  /** A text and what it is. */
  void show(String title, String text) {
    tell(title);
    text.stripTrailing().lines().forEach(line -> say(("        " + line).stripTrailing() + "\n"));
  }

  /** A command of kubectl, and what it says. */
  void show(Cluster cluster, String... arguments) {
    show(
        "$ kubectl " + String.join(" ", arguments),
        cluster.kubectl().attempt("", arguments).output());
  }

  /** Text as it is, with its line ends. */
  void say(String text) {
    if (midLine) {
      out.println();
      midLine = false;
    }
    out.print(text);
    out.flush();
  }

  /** The stages that have run. */
  List<Stage> stages() {
    return List.copyOf(stages);
  }
}
