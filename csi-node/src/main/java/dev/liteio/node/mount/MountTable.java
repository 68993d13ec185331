package dev.liteio.node.mount;

import dev.liteio.node.sysfs.DeviceNumber;
import dev.liteio.node.sysfs.NvmeDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is mounted where, at one moment. */
public record MountTable(List<Mount> mounts) {
  /** Fields before the optional ones, and after the dash (proc(5)). */
  private static final int FIXED = 6;

  private static final int AFTER_DASH = 3;

  public MountTable {
    mounts = List.copyOf(mounts);
  }

  /** The table of this process below {@code proc}, which is {@code /proc} on a real machine. */
  public static MountTable read(Path proc) {
    try {
      byte[] bytes = Files.readAllBytes(proc.resolve("self/mountinfo"));
      return parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a whole table.
   *
   * @throws IllegalArgumentException when a line is none of mountinfo's; it is quoted
   */
  public static MountTable parse(String text) {
    var mounts = new ArrayList<Mount>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        mounts.add(mount(line));
      }
    }
    return new MountTable(mounts);
  }

  /** What is seen at that path: the last mount on it. */
  public Optional<Mount> at(String target) {
    return mounts.stream().filter(each -> each.target().equals(target)).reduce((a, b) -> b);
  }

  /** Every mount of that disk: its file system, or its device node. */
  public List<Mount> of(NvmeDisk disk) {
    return mounts.stream()
        .filter(each -> each.device().equals(disk.device()) || each.isNode(disk.name()))
        .toList();
  }

  private static Mount mount(String line) {
    List<String> fields = Arrays.asList(line.split(" ", -1));
    int dash =
        fields.size() < FIXED ? -1 : fields.subList(FIXED, fields.size()).indexOf("-") + FIXED;
    if (dash < FIXED || fields.size() < dash + 1 + AFTER_DASH) {
      throw malformed(line, null);
    }
    try {
      return new Mount(
          Integer.parseInt(fields.get(0)),
          Integer.parseInt(fields.get(1)),
          DeviceNumber.parse(fields.get(2)),
          unescape(fields.get(3)),
          unescape(fields.get(4)),
          Set.copyOf(Arrays.asList(fields.get(5).split(",", -1))),
          unescape(fields.get(dash + 1)),
          unescape(fields.get(dash + 2)));
    } catch (IllegalArgumentException e) {
      throw malformed(line, e);
    }
  }

  private static IllegalArgumentException malformed(String line, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "mountinfo: '%s' (expected: id parent major:minor root target options ... - type source options)"
            .formatted(line),
        cause);
  }

  /** Space, tab, newline and backslash come as three octal digits: {@code \040}. */
  static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    var text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && isOctal(field, i + 1)) {
        text.append((char) Integer.parseInt(field, i + 1, i + 4, 8));
        i += 3;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static boolean isOctal(String field, int from) {
    if (from + 3 > field.length()) {
      return false;
    }
    return field.substring(from, from + 3).chars().allMatch(c -> c >= '0' && c <= '7');
  }
}
