package dev.liteio.target.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * Cuts a stream of bytes into JSON values. There is nothing between them but white space; a value
 * may come in any number of pieces.
 */
final class RequestReader {

  /** What a real target buffers of one request. */
  static final int LIMIT = 262_144;

  private static final int NESTING = 64;
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
    try (JsonParser parser = mapper.createParser(pending, start, end - start)) {
      JsonNode value = reader.readValue(parser);
      start += (int) parser.currentLocation().getByteOffset();
      return Optional.of(value);
    } catch (JsonEOFException e) {
      return incomplete();
    }
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
