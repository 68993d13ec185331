package dev.liteio.target.rpc.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a recording leaves open, learned while it is replayed: {@code $u1} is the first uuid the
 * target made up, {@code $N1} the same without dashes in upper case, {@code $p4420} a port, {@code
 * $DIR} the folder; {@code "*"} stands for anything.
 */
final class Bindings {

  private static final Pattern NAME = Pattern.compile("\\$(?:u(\\d+)|N(\\d+)|p(\\d{4})|DIR)");
  private static final String UUID_FORM =
      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  private final Path folder;
  private final Map<String, String> uuids = new HashMap<>();
  private final Map<String, Integer> ports = new HashMap<>();

  Bindings(Path folder) {
    this.folder = folder;
  }

  /** The text with everything put in that is known. */
  String fill(String text) {
    return NAME.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match)));
  }

  private String value(MatchResult match) {
    if (match.group(1) != null) {
      return uuids.getOrDefault(match.group(1), match.group());
    }
    if (match.group(2) != null) {
      String uuid = uuids.get(match.group(2));
      return uuid == null ? match.group() : uuid.replace("-", "").toUpperCase(Locale.ROOT);
    }
    if (match.group(3) != null) {
      return Integer.toString(ports.computeIfAbsent(match.group(3), port -> freePort()));
    }
    return folder.toString();
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How {@code actual} differs from what was recorded; binds what appears for the first time. */
  Optional<String> difference(JsonNode expected, @Nullable JsonNode actual) {
    return difference("", expected, actual);
  }

  private Optional<String> difference(String at, JsonNode expected, @Nullable JsonNode actual) {
    if (actual == null) {
      return told(at, expected, "nothing");
    }
    if (expected.isTextual()) {
      return "*".equals(expected.textValue())
              || (actual.isTextual() && matches(expected.textValue(), actual.textValue()))
          ? Optional.empty()
          : told(at, expected, actual);
    }
    if (expected.isObject() && actual.isObject()) {
      return members(at, expected, actual);
    }
    if (expected.isArray() && actual.isArray()) {
      return elements(at, expected, actual);
    }
    return expected.equals(actual)
            || (expected.isNumber()
                && actual.isNumber()
                && expected.asText().equals(actual.asText()))
        ? Optional.empty()
        : told(at, expected, actual);
  }

  private Optional<String> members(String at, JsonNode expected, JsonNode actual) {
    Iterator<String> wanted = expected.fieldNames();
    Iterator<String> seen = actual.fieldNames();
    while (wanted.hasNext() || seen.hasNext()) {
      String want = wanted.hasNext() ? wanted.next() : "(no member)";
      String see = seen.hasNext() ? seen.next() : "(no member)";
      if (!want.equals(see)) {
        return Optional.of("%s: member %s (recorded: %s)".formatted(at, see, want));
      }
      Optional<String> inside = difference(at + "." + want, expected.get(want), actual.get(want));
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  private Optional<String> elements(String at, JsonNode expected, JsonNode actual) {
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      Optional<String> inside = difference(at + "[" + i + "]", expected.get(i), actual.get(i));
      if (inside.isPresent()) {
        return inside;
      }
    }
    return expected.size() == actual.size()
        ? Optional.empty()
        : Optional.of(
            "%s: %d elements (recorded: %d)".formatted(at, actual.size(), expected.size()));
  }

  private static Optional<String> told(String at, Object expected, Object actual) {
    return Optional.of("%s: %s (recorded: %s)".formatted(at, actual, expected));
  }

  private boolean matches(String expected, String actual) {
    String known = fill(expected);
    Matcher open = NAME.matcher(known);
    if (!open.find()) {
      return known.equals(actual);
    }
    if (open.group(1) == null && open.group(2) == null) {
      return false;
    }
    boolean dashed = open.group(1) != null;
    String form = dashed ? UUID_FORM : "[0-9A-F]{32}";
    Matcher matcher =
        Pattern.compile(
                Pattern.quote(known.substring(0, open.start()))
                    + "("
                    + form
                    + ")"
                    + Pattern.quote(known.substring(open.end())))
            .matcher(actual);
    if (!matcher.matches()) {
      return false;
    }
    uuids.put(
        dashed ? open.group(1) : open.group(2),
        dashed ? matcher.group(1) : dashed(matcher.group(1)));
    return true;
  }

  private static String dashed(String hex) {
    return hex.toLowerCase(Locale.ROOT)
        .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }
}
