package dev.liteio.spdk.jsonrpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the answer {@code true}. */
final class Done {

  private static final int SHOWN = 80;

  private Done() {}

  static @Nullable Void read(byte[] json, int offset, int length) throws IOException {
    String text = new String(json, offset, Math.min(length, SHOWN), StandardCharsets.UTF_8).strip();
    if (!text.equals("true")) {
      throw new IOException("the result is " + text + ", expected true");
    }
    return null;
  }
}
