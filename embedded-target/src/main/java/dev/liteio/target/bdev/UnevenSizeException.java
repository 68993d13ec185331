package dev.liteio.target.bdev;

import java.io.IOException;

/** A file whose size is no multiple of the block size. */
public final class UnevenSizeException extends IOException {

  private static final long serialVersionUID = 1L;

  UnevenSizeException(String file, long size, int blockSize) {
    super(
        "%s: %d bytes (expected: a multiple of the block size, %d)"
            .formatted(file, size, blockSize));
  }
}
