package dev.liteio.target.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into JSON values. There is nothing between them but white space; a value
 * may come in any number of pieces.
 */
final class RequestReader {

  /** What a real target buffers of one request. */
  static final int LIMIT = 262_144;

  private static final int NESTING = 64;
  private static final String STARTS = "{[\"-0123456789tfn";
  // a value that is no request: so is an object with the same member twice
  private static final JsonNode DOUBLE_MEMBER = TextNode.valueOf("member given twice");
  private static final int SMALL = 4096;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(NESTING).build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final ObjectReader VALUES = MAPPER.readerFor(JsonNode.class);

  private byte[] pending = new byte[SMALL];
  private int start;
  private int scanned;
  private int end;
  private @Nullable ValueScanner scanner;

  /** More bytes came. */
  void feed(byte[] bytes, int count) {
    int kept = end - start;
    if (pending.length - end < count) {
      byte[] room = new byte[Math.max(2 * pending.length, kept + count)];
      System.arraycopy(pending, start, room, 0, kept);
      pending = room;
      scanned -= start;
      start = 0;
      end = kept;
    }
    System.arraycopy(bytes, 0, pending, end, count);
    end += count;
  }

  /**
   * The next whole value.
   *
   * @return empty when more bytes are needed
   * @throws IOException when what came is no JSON, or too much
   */
  Optional<JsonNode> next() throws IOException {
    if (scanner == null) {
      skipWhiteSpace();
    }
    if (scanned == end) {
      return Optional.empty();
    }
    checkStart();
    if (scanner == null) {
      scanner = new ValueScanner(MAPPER.getFactory());
    }
    int left = scanner.scan(pending, scanned, end);
    scanned = end - Math.max(left, 0);
    int length = scanned - start;
    if (length >= LIMIT) {
      throw new IOException("request of more than %d bytes".formatted(LIMIT - 1));
    }
    if (left < 0) {
      return Optional.empty();
    }
    JsonNode value = read(length);
    boolean twice = hasDoubleMember(length);
    start = scanned;
    scanner = null;
    return Optional.of(twice ? DOUBLE_MEMBER : value);
  }

  private JsonNode read(int length) throws IOException {
    try {
      return VALUES.readValue(pending, start, length);
    } catch (NumberFormatException e) {
      // an exponent of more than ten digits, which the grammar allows
      throw new IOException("a number too large to hold: " + e.getMessage(), e);
    }
  }

  /** UTF-8 without a mark, and nothing that other encodings could begin with. */
  private void checkStart() throws IOException {
    byte first = pending[start];
    if (STARTS.indexOf(first) < 0 || (end - start > 1 && pending[start + 1] == 0)) {
      throw new IOException("no JSON begins with byte 0x%02x".formatted(first));
    }
  }

  private boolean hasDoubleMember(int length) throws IOException {
    if (pending[start] != '{') {
      return false;
    }
    Set<String> seen = new HashSet<>();
    try (JsonParser parser = MAPPER.createParser(pending, start, length)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (!seen.add(parser.currentName())) {
          return true;
        }
        parser.nextToken();
        parser.skipChildren();
      }
    }
    return false;
  }

  private void skipWhiteSpace() {
    while (start < end && isWhiteSpace(pending[start])) {
      start++;
    }
    scanned = start;
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
