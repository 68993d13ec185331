package dev.liteio.target.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Finds where one JSON value ends, as its bytes come. What cannot become one is refused early, so
 * that nobody waits for the end of something that has none; the parser of the whole value has the
 * last word, for this one lets a trailing comma pass when the bytes are cut behind it.
 */
final class ValueScanner {

  private static final int PARTS = 8192;

  private final JsonParser parser;
  private int depth;
  private int parts;

  ValueScanner(JsonFactory factory) throws IOException {
    this.parser = factory.createNonBlockingByteArrayParser();
  }

  /**
   * Looks at the bytes that follow those it has seen.
   *
   * @return how many behind the value are left over, or -1 when it is not whole yet
   * @throws IOException when this is no JSON, or a value of too many parts
   */
  int scan(byte[] bytes, int from, int to) throws IOException {
    ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(bytes, from, to);
    while (true) {
      JsonToken token = parser.nextToken();
      if (token == null || token == JsonToken.NOT_AVAILABLE) {
        return -1;
      }
      if (++parts > PARTS) {
        throw new IOException("request of more than %d values".formatted(PARTS));
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return parser.releaseBuffered(OutputStream.nullOutputStream());
      }
    }
  }
}
