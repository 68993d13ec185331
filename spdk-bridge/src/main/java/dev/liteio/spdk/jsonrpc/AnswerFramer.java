package dev.liteio.spdk.jsonrpc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts the stream into answers. A frame is one JSON object; there may be white space around it, and
 * it may arrive in any pieces. Looks at each byte once, whatever the pieces.
 */
final class AnswerFramer {

  private static final int SMALL = 8 << 10;

  private final int limit;
  private byte[] frame = new byte[SMALL];
  private int length;
  private int depth;
  private boolean inString;
  private boolean escaped;

  AnswerFramer(int limit) {
    this.limit = limit;
  }

  /** Whether an answer has begun and not ended. */
  boolean isMidFrame() {
    return length > 0;
  }

  /** Takes bytes up to the end of the next answer; empty when they did not suffice. */
  Optional<byte[]> next(ByteBuffer bytes) throws ProtocolViolation {
    while (bytes.hasRemaining()) {
      byte one = bytes.get();
      if (length == 0 && isSpace(one)) {
        continue;
      }
      if (length == 0 && one != '{') {
        bytes.position(bytes.position() - 1);
        throw new ProtocolViolation(
            "the peer sent \"" + start(bytes) + "\", expected a JSON object");
      }
      append(one);
      track(one);
      if (depth == 0) {
        return Optional.of(finish());
      }
    }
    return Optional.empty();
  }

  private void track(byte one) throws ProtocolViolation {
    if (inString) {
      trackString(one);
      return;
    }
    switch (one) {
      case '"' -> inString = true;
      case '{', '[' -> deeper();
      case '}', ']' -> depth--;
      default -> {
        // the parser judges the rest
      }
    }
  }

  private void trackString(byte one) {
    if (escaped) {
      escaped = false;
    } else if (one == '\\') {
      escaped = true;
    } else if (one == '"') {
      inString = false;
    }
  }

  private void deeper() throws ProtocolViolation {
    depth++;
    if (depth > SpdkJson.NESTING_LIMIT) {
      throw new ProtocolViolation(
          "the answer is nested more than " + SpdkJson.NESTING_LIMIT + " deep");
    }
  }

  private void append(byte one) throws ProtocolViolation {
    if (length == limit) {
      throw new ProtocolViolation("the answer is longer than " + limit + " bytes");
    }
    if (length == frame.length) {
      frame = Arrays.copyOf(frame, Math.min(limit, frame.length * 2));
    }
    frame[length] = one;
    length++;
  }

  private byte[] finish() {
    byte[] whole = Arrays.copyOf(frame, length);
    if (frame.length > SMALL) {
      frame = new byte[SMALL];
    }
    length = 0;
    return whole;
  }

  private static boolean isSpace(byte one) {
    return one == ' ' || one == '\n' || one == '\r' || one == '\t';
  }

  private static String start(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return Shown.bytes(copy);
  }
}
