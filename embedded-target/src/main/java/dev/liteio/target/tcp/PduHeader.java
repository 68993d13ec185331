package dev.liteio.target.tcp;

import java.nio.ByteBuffer;

/**
 * What every PDU begins with (NVMe/TCP 1.0, 3.6.1).
 *
 * @param headerLength without digest
 * @param dataOffset where data begins, 0 = none
 * @param length of all, digests included
 */
public record PduHeader(int type, int flags, int headerLength, int dataOffset, long length) {

  /** Bytes of it. */
  public static final int LENGTH = 8;

  /** A header digest follows the header. */
  public static final int HEADER_DIGEST = 1;

  /** A data digest follows the data. */
  public static final int DATA_DIGEST = 1 << 1;

  /** The last data PDU of a transfer. */
  public static final int LAST_DATA = 1 << 2;

  /** A completion was saved: the transfer succeeded. */
  public static final int SUCCESS = 1 << 3;

  /** Reads it, little endian, at the position of {@code from}. */
  public static PduHeader read(ByteBuffer from) {
    int type = from.get() & 0xff;
    int flags = from.get() & 0xff;
    int headerLength = from.get() & 0xff;
    int dataOffset = from.get() & 0xff;
    return new PduHeader(type, flags, headerLength, dataOffset, from.getInt() & 0xffffffffL);
  }

  /** Writes it. */
  public void write(ByteBuffer to) {
    to.put((byte) type).put((byte) flags).put((byte) headerLength).put((byte) dataOffset);
    to.putInt((int) length);
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
