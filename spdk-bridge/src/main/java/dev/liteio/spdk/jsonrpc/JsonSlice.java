package dev.liteio.spdk.jsonrpc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One JSON value within the bytes of a frame, not read yet. */
final class JsonSlice {

  private final byte[] frame;
  private final int offset;
  private final int length;

  JsonSlice(byte[] frame, int offset, int length) {
    this.frame = frame;
    this.offset = offset;
    this.length = length;
  }

  <T> @Nullable T readAs(ResultType<T> type) throws IOException {
    return type.read(frame, offset, length);
  }
}
