package dev.liteio.demo;

import java.util.List;

/** Stages as a table for people. */
final class StageTable {

  private StageTable() {}

  /** A line a stage, the milliseconds behind the names, the sum at the end. */
  static String of(List<Stage> stages) {
    int width = stages.stream().mapToInt(stage -> stage.name().length()).max().orElse(5);
    StringBuilder table = new StringBuilder();
    long sum = 0;
    for (Stage stage : stages) {
      table.append(row(width, stage.name(), stage.millis()));
      sum += stage.millis();
    }
    return table
        .append("  ")
        .append("-".repeat(width + 12))
        .append('\n')
        .append(row(width, "all", sum))
        .toString();
  }

  private static String row(int width, String name, long millis) {
    return "  %-".concat(Integer.toString(width)).concat("s %8d ms%n").formatted(name, millis);
  }
}
