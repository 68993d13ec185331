package dev.liteio.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Runs the stages one after the other, tells what happens while it does, and keeps the times. */
final class Narrator {

  private final PrintStream out;
  private final List<Stage> stages = new ArrayList<>();

  Narrator(PrintStream out) {
    this.out = out;
  }

  /** Runs {@code work} as the stage {@code name}; its time is kept also when it fails. */
  <T> T stage(String name, Callable<T> work) throws Exception {
    out.printf("  %s ...%n", name);
    long start = System.nanoTime();
    try {
      return work.call();
    } finally {
      stages.add(new Stage(name, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
    }
  }

  /** Something a reader wants to know in between. */
  void tell(String line) {
    out.printf("      %s%n", line);
  }

  /** The stages that have run. */
  List<Stage> stages() {
    return List.copyOf(stages);
  }
}
