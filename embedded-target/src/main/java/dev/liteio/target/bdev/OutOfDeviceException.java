package dev.liteio.target.bdev;

import java.io.IOException;

/** A range that does not lie within its device (NVMe: LBA Out of Range). */
public final class OutOfDeviceException extends IOException {

  private static final long serialVersionUID = 1L;

  OutOfDeviceException(String bdev, long offset, long length, long size) {
    super("%s: offset %d, %d bytes (expected: within %d)".formatted(bdev, offset, length, size));
  }
}
