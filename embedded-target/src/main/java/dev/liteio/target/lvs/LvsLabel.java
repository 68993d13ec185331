package dev.liteio.target.lvs;

import dev.liteio.target.bdev.Bdev;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** The first bytes of a device that carries a store. */
final class LvsLabel {

  static final byte[] MAGIC = {'L', 'I', 'T', 'E', 'I', 'O', 'L', 'V'};

  private LvsLabel() {}

  /** The uuid of the store whose label the device carries. */
  static Optional<UUID> read(Bdev base) throws IOException {
    int length = Math.max(4096, base.blockSize());
    if (base.size() < length) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.allocate(length);
    base.read(0, head);
    head.flip();
    byte[] magic = new byte[MAGIC.length];
    head.get(magic);
    return Arrays.equals(magic, MAGIC)
        ? Optional.of(new UUID(head.getLong(), head.getLong()))
        : Optional.empty();
  }
}
