package dev.liteio.target.nvme;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A submission queue entry: 64 bytes, little endian (NVMe Base 2.0, figure 86). */
public final class Sqe {

  /** Its length. */
  public static final int LENGTH = 64;

  private final ByteBuffer bytes;

  /** Reads the entry at the position of {@code from}, which moves behind it. */
  public Sqe(ByteBuffer from) {
    byte[] copy = new byte[LENGTH];
    from.get(copy);
    bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An entry to be filled. */
  public Sqe() {
    bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
  }

  public int opcode() {
    return bytes.get(0) & 0xff;
  }

  public int fuse() {
    return bytes.get(1) & 3;
  }

  public int cid() {
    return bytes.getShort(2) & 0xffff;
  }

  /** The fabrics command type, where the namespace id is otherwise. */
  public int fabricsType() {
    return bytes.get(4) & 0xff;
  }

  public int nsid() {
    return bytes.getInt(4);
  }

  /** The SGL descriptor's type and sub-type: 0x01 in-capsule offset, 0x5a transport data block. */
  public int sglType() {
    return bytes.get(39) & 0xff;
  }

  /** The SGL descriptor's address. */
  public long sglAddress() {
    return bytes.getLong(24);
  }

  /** How many bytes go with the command. */
  public int sglLength() {
    return bytes.getInt(32);
  }

  /** Command dword {@code n}, 10 to 15. */
  public int cdw(int n) {
    return bytes.getInt(4 * n);
  }

  /** Command dwords {@code n} and {@code n + 1} as one number. */
  public long cdw64(int n) {
    return bytes.getLong(4 * n);
  }

  /** A byte of it. */
  public int byteAt(int offset) {
    return bytes.get(offset) & 0xff;
  }

  public Sqe opcode(int value) {
    bytes.put(0, (byte) value);
    bytes.put(1, (byte) 0x40); // SGLs
    return this;
  }

  public Sqe cid(int value) {
    bytes.putShort(2, (short) value);
    return this;
  }

  public Sqe nsid(int value) {
    bytes.putInt(4, value);
    return this;
  }

  public Sqe fabricsType(int value) {
    bytes.put(4, (byte) value);
    return this;
  }

  /** Data comes in the capsule. */
  public Sqe inCapsule(int length) {
    bytes.putInt(32, length).put(39, (byte) 0x01);
    return this;
  }

  /** Data is moved by the transport. */
  public Sqe byTransport(int length) {
    bytes.putInt(32, length).put(39, (byte) 0x5a);
    return this;
  }

  public Sqe cdw(int n, int value) {
    bytes.putInt(4 * n, value);
    return this;
  }

  public Sqe cdw64(int n, long value) {
    bytes.putLong(4 * n, value);
    return this;
  }

  public Sqe byteAt(int offset, int value) {
    bytes.put(offset, (byte) value);
    return this;
  }

  /** The 64 bytes. */
  public ByteBuffer toBuffer() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear();
  }
}
