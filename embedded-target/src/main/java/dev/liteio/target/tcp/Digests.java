package dev.liteio.target.tcp;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Which digests a connection carries. */
public record Digests(boolean header, boolean data) {

  /** Bytes of one. */
  public static final int LENGTH = 4;

  /** Neither. */
  public static final Digests NONE = new Digests(false, false);

  /** As a byte of ICReq and ICResp. */
  public static Digests ofBits(int bits) {
    return new Digests((bits & 1) != 0, (bits & 2) != 0);
  }

  /** The byte of ICReq and ICResp. */
  public int bits() {
    return (header ? 1 : 0) | (data ? 2 : 0);
  }

  public int headerLength() {
    return header ? LENGTH : 0;
  }

  public int dataLength() {
    return data ? LENGTH : 0;
  }

  /** CRC-32C of what is left of {@code bytes}, whose position stays. */
  public static int of(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }
}
