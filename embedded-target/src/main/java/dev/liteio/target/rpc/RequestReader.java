package dev.liteio.target.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a stream of bytes into JSON values. There is nothing between them but white space; a value
 * may come in any number of pieces.
 */
final class RequestReader {

  /** What a real target buffers of one request. */
  static final int LIMIT = 262_144;

  private static final int NESTING = 64;
  private static final int PARTS = 8192;
  private static final String STARTS = "{[\"-0123456789tfn";
  // a value that is no request: so is an object with the same member twice
  private static final JsonNode DOUBLE_MEMBER = TextNode.valueOf("member given twice");
  private static final int SMALL = 4096;
  private static final int READ = 65_536;

  private final ObjectReader reader;
  private final JsonMapper mapper;
  private byte[] pending = new byte[SMALL];
  private int start;
  private int end;

  RequestReader() {
    this.mapper =
        JsonMapper.builder(
                com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(NESTING).build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(
                com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(
                com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    this.reader = mapper.readerFor(JsonNode.class);
  }

  /** More bytes came. */
  void feed(byte[] bytes, int count) {
    int kept = end - start;
    if (pending.length - end < count) {
      byte[] room = new byte[Math.max(2 * pending.length, kept + count)];
      System.arraycopy(pending, start, room, 0, kept);
      pending = room;
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
    skipWhiteSpace();
    if (start == end) {
      return Optional.empty();
    }
    if (!mayBeWhole()) {
      return incomplete();
    }
    checkStart();
    try {
      int length = measure();
      JsonNode value = reader.readValue(pending, start, length);
      boolean twice = hasDoubleMember(length);
      start += length;
      return Optional.of(twice ? DOUBLE_MEMBER : value);
    } catch (JsonEOFException e) {
      return incomplete();
    }
  }

  /** UTF-8 without a mark, and nothing that other encodings could begin with. */
  private void checkStart() throws IOException {
    byte first = pending[start];
    if (STARTS.indexOf(first) < 0 || (end - start > 1 && pending[start + 1] == 0)) {
      throw new IOException("no JSON begins with byte 0x%02x".formatted(first));
    }
  }

  /** The length of the value, which must not have too many parts. */
  private int measure() throws IOException {
    try (JsonParser parser = mapper.createParser(pending, start, end - start)) {
      int depth = 0;
      int parts = 0;
      do {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new JsonEOFException(parser, JsonToken.NOT_AVAILABLE, "no whole value");
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (++parts > PARTS) {
          throw new IOException("request of more than %d values".formatted(PARTS));
        }
      } while (depth > 0);
      parser.finishToken();
      int length = (int) parser.currentLocation().getByteOffset();
      if (length >= LIMIT) {
        throw new IOException("request of %d bytes (limit: %d)".formatted(length, LIMIT - 1));
      }
      return length;
    }
  }

  private boolean hasDoubleMember(int length) throws IOException {
    if (pending[start] != '{') {
      return false;
    }
    Set<String> seen = new HashSet<>();
    try (JsonParser parser = mapper.createParser(pending, start, length)) {
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

  private Optional<JsonNode> incomplete() throws IOException {
    if (end - start >= LIMIT) {
      throw new IOException("request of more than %d bytes".formatted(LIMIT - 1));
    }
    return Optional.empty();
  }

  /** A cheap look that saves parsing a large request again at every piece that comes. */
  private boolean mayBeWhole() {
    byte last = pending[end - 1];
    return end - start < SMALL || last == '}' || last == ']' || last <= ' ' || end - start >= READ;
  }

  private void skipWhiteSpace() {
    while (start < end && isWhiteSpace(pending[start])) {
      start++;
    }
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
