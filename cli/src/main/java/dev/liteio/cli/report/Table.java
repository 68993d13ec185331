package dev.liteio.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cells in columns.
 *
 * @param columns their headings
 * @param rows one cell for each column
 */
public record Table(List<Column> columns, List<List<String>> rows) {

  private static final String GAP = "   ";

  /**
   * A heading.
   *
   * @param wide shown only when everything is
   */
  public record Column(String name, boolean wide) {}

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** A table with these headings; those that begin with {@code +} are shown only when wide. */
  public static Table of(List<List<String>> rows, String... headings) {
    List<Column> columns = new ArrayList<>();
    for (String heading : headings) {
      boolean wide = heading.startsWith("+");
      columns.add(new Column(wide ? heading.substring(1) : heading, wide));
    }
    return new Table(columns, rows);
  }

  /** As lines; without blanks at their ends. */
  public List<String> lines(boolean wide) {
    List<Integer> shown =
        IntStream.range(0, columns.size())
            .filter(at -> wide || !columns.get(at).wide())
            .boxed()
            .toList();
    List<List<String>> all = new ArrayList<>();
    all.add(columns.stream().map(Column::name).toList());
    all.addAll(rows);
    return all.stream().map(row -> line(row, shown, all)).toList();
  }

  private static String line(List<String> row, List<Integer> shown, List<List<String>> all) {
    StringBuilder line = new StringBuilder();
    for (int column : shown) {
      String cell = row.get(column);
      line.append(cell).append(" ".repeat(width(all, column) - cell.length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static int width(List<List<String>> all, int column) {
    return all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
