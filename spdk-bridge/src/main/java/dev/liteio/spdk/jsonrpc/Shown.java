package dev.liteio.spdk.jsonrpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;

/** Foreign bytes and errors, short enough and tame enough for a message. */
final class Shown {

  private static final int LIMIT = 120;
  private static final int MESSAGE_LIMIT = 500;

  private Shown() {}

  static String bytes(byte[] frame) {
    int length = Math.min(frame.length, LIMIT);
    return text(new String(frame, 0, length, StandardCharsets.UTF_8))
        + (frame.length > LIMIT ? "... (" + frame.length + " bytes)" : "");
  }

  static String text(String foreign) {
    return text(foreign, LIMIT);
  }

  private static String text(String foreign, int limit) {
    String start = foreign.length() > limit ? foreign.substring(0, limit) + "..." : foreign;
    return start.replaceAll("\\p{Cntrl}", "?");
  }

  static String message(Exception failure) {
    String message =
        failure instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : text(message, MESSAGE_LIMIT);
  }
}
