package dev.liteio.e2e.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What {@code kubectl get} prints. A cell begins where its column's header does, and may be empty.
 *
 * @param columns the headers
 * @param rows the cells of each line by header
 */
record PrintedTable(List<String> columns, List<Map<String, String>> rows) {
  private static final Pattern HEADER = Pattern.compile("\\S+(?: \\S+)*");

  static PrintedTable of(String printed) {
    List<String> lines = printed.lines().toList();
    List<MatchResult> headers = HEADER.matcher(lines.getFirst()).results().toList();
    return new PrintedTable(
        headers.stream().map(MatchResult::group).toList(),
        lines.stream().skip(1).map(line -> cells(headers, line)).toList());
  }

  private static Map<String, String> cells(List<MatchResult> headers, String line) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < headers.size(); i++) {
      int end = i + 1 < headers.size() ? headers.get(i + 1).start() : line.length();
      cells.put(headers.get(i).group(), cell(line, headers.get(i).start(), end));
    }
    return cells;
  }

  private static String cell(String line, int begin, int end) {
    int last = Math.min(end, line.length());
    return begin < last ? line.substring(begin, last).strip() : "";
  }

  /** The columns that say nothing in one of the lines whose name begins so. */
  List<String> emptyFor(String name) {
    List<String> empty = new ArrayList<>();
    for (Map<String, String> row : rowsOf(name)) {
      row.forEach((column, cell) -> {
        if (cell.isEmpty() || cell.equals("<none>") || cell.equals("<unknown>")) {
          empty.add(column);
        }
      });
    }
    return empty;
  }

  /** The lines whose name begins so. */
  List<Map<String, String>> rowsOf(String name) {
    return rows.stream().filter(row -> row.getOrDefault("NAME", "").startsWith(name)).toList();
  }
}
