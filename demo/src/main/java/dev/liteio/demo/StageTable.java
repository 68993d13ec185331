package dev.liteio.demo;

import java.util.List;

/** Stages as a table for people. */
final class StageTable {

  private static final long MINUTE = 60_000;

  private StageTable() {}

  /** A line a stage, how long it took behind the names, the sum at the end. */
  static String of(List<Stage> stages) {
    int width = stages.stream().mapToInt(stage -> stage.name().length()).max().orElse(5);
    long sum = stages.stream().mapToLong(Stage::millis).sum();
    StringBuilder table = new StringBuilder();
    for (Stage stage : stages) {
      table.append(row(width, stage.name(), time(stage.millis(), sum)));
    }
    return table
        .append("  ")
        .append("-".repeat(width + 12))
        .append('\n')
        .append(row(width, "all", time(sum, sum)))
        .toString();
  }

  // one unit for all, so that they can be compared at a glance
  private static String time(long millis, long sum) {
    return sum < MINUTE ? millis + " ms" : "%.1f s".formatted(millis / 1000.0);
  }

  private static String row(int width, String name, String time) {
    return "  %-".concat(Integer.toString(width)).concat("s %11s%n").formatted(name, time);
  }
}
