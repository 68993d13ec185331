package dev.liteio.e2e.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page for users, by its path in the checkout. */
public record Page(String path, List<String> lines) {

  /** Those whose commands are run, in the order in which a new user needs them. */
  private static final List<String> PATHS =
      List.of(
          "README.md",
          "docs/install.md",
          "docs/parameters.md",
          "docs/troubleshooting.md",
          "docs/limitations.md");

  private static final Pattern FENCE = Pattern.compile("```(\\w*)");
  private static final Pattern MARK = Pattern.compile("<!-- ([^:]+?)(?:: (.+?))? -->");

  public Page {
    lines = List.copyOf(lines);
  }

  /** All of them. */
  public static List<Page> all() {
    return PATHS.stream().map(Page::read).toList();
  }

  private static Page read(String path) {
    try {
      return new Page(path, Files.readAllLines(Checkout.ROOT.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its fenced blocks. */
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Map<String, String> marks = new LinkedHashMap<>();
    for (int at = 0; at < lines.size(); at++) {
      Matcher mark = MARK.matcher(lines.get(at));
      Matcher fence = FENCE.matcher(lines.get(at));
      if (mark.matches()) {
        marks.put(mark.group(1), mark.group(2) == null ? "" : mark.group(2));
      } else if (fence.matches()) {
        int end = at + 1 + lines.subList(at + 1, lines.size()).indexOf("```");
        blocks.add(new Block(path, at + 2, fence.group(1), marks, lines.subList(at + 1, end)));
        marks.clear();
        at = end;
      } else {
        marks.clear();
      }
    }
    return blocks;
  }

  /** What stands outside of its blocks. */
  public String prose() {
    StringBuilder prose = new StringBuilder();
    boolean inside = false;
    for (String line : lines) {
      if (line.startsWith("```")) {
        inside = !inside;
      } else if (!inside) {
        prose.append(line).append('\n');
      }
    }
    return prose.toString();
  }
}
