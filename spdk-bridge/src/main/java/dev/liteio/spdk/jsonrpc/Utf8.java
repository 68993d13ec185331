package dev.liteio.spdk.jsonrpc;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Whether bytes are UTF-8. The JSON parser looks at names and at strings it skips less closely. */
final class Utf8 {

  private static final int WINDOW = 4096;

  private Utf8() {}

  static boolean isValid(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer window = CharBuffer.allocate(WINDOW);
    CoderResult result = decoder.decode(in, window, true);
    while (result.isOverflow()) {
      result = decoder.decode(in, window.clear(), true);
    }
    return !result.isError();
  }
}
