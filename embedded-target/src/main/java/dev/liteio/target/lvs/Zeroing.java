package dev.liteio.target.lvs;

import dev.liteio.target.bdev.Bdev;
import java.io.IOException;

/** Wiping what says that a device carries a store. */
final class Zeroing {

  private static final long HEAD = 4096;

  private Zeroing() {}

  static void head(Bdev base) throws IOException {
    base.writeZeroes(0, Math.max(HEAD, base.blockSize()));
    base.flush();
  }
}
