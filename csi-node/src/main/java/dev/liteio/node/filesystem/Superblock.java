package dev.liteio.node.filesystem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;

/**
 * A file system as its superblock says. We read it ourselves: blkid gives the same answer for a
 * blank device and for one whose every read fails.
 *
 * @param type as mount(8) calls it
 * @param uuid of the file system
 * @param sizeBytes what it covers
 * @param finished whether it shows that its mkfs came to its end: an xfs says so itself, an ext
 *     file system only by having been mounted once
 */
public record Superblock(String type, UUID uuid, long sizeBytes, boolean finished) {
  /** How much of the head has to be read for {@link #in}. */
  public static final int HEAD_BYTES = 4096;

  private static final int EXT = 1024;
  private static final int EXT_MOUNT_TIME = EXT + 0x2C;
  private static final int EXT_MOUNT_COUNT = EXT + 0x34;
  private static final int EXT_MAGIC = EXT + 0x38;
  private static final int EXT_BLOCKS_LOW = EXT + 0x04;
  private static final int EXT_LOG_BLOCK_SIZE = EXT + 0x18;
  private static final int EXT_COMPATIBLE = EXT + 0x5C;
  private static final int EXT_INCOMPATIBLE = EXT + 0x60;
  private static final int EXT_UUID = EXT + 0x68;
  private static final int EXT_BLOCKS_HIGH = EXT + 0x150;
  private static final int HAS_JOURNAL = 0x4;
  private static final int EXTENTS = 0x40;
  private static final int IS_64BIT = 0x80;

  private static final int XFS_MAGIC = 0x58465342; // "XFSB"
  private static final int XFS_BLOCK_SIZE = 4;
  private static final int XFS_BLOCKS = 8;
  private static final int XFS_UUID = 32;
  private static final int XFS_IN_PROGRESS = 126;

  /** What the first bytes of a device say; absent when they say nothing we know. */
  public static Optional<Superblock> in(byte[] head) {
    if (head.length < HEAD_BYTES) {
      return Optional.empty();
    }
    var bytes = ByteBuffer.wrap(head);
    if (bytes.order(ByteOrder.BIG_ENDIAN).getInt(0) == XFS_MAGIC) {
      return Optional.of(xfs(bytes));
    }
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    return bytes.getShort(EXT_MAGIC) == (short) 0xEF53 ? Optional.of(ext(bytes)) : Optional.empty();
  }

  private static Superblock xfs(ByteBuffer bytes) {
    long size = Integer.toUnsignedLong(bytes.getInt(XFS_BLOCK_SIZE)) * bytes.getLong(XFS_BLOCKS);
    return new Superblock("xfs", uuid(bytes, XFS_UUID), size, bytes.get(XFS_IN_PROGRESS) == 0);
  }

  private static Superblock ext(ByteBuffer bytes) {
    int incompatible = bytes.getInt(EXT_INCOMPATIBLE);
    long blocks = Integer.toUnsignedLong(bytes.getInt(EXT_BLOCKS_LOW));
    if ((incompatible & IS_64BIT) != 0) {
      blocks |= Integer.toUnsignedLong(bytes.getInt(EXT_BLOCKS_HIGH)) << 32;
    }
    int shift = 10 + (bytes.getInt(EXT_LOG_BLOCK_SIZE) & 0x1f);
    boolean mounted = bytes.getInt(EXT_MOUNT_TIME) != 0 || bytes.getShort(EXT_MOUNT_COUNT) != 0;
    return new Superblock(
        extType(bytes, incompatible), uuid(bytes, EXT_UUID), blocks << shift, mounted);
  }

  private static String extType(ByteBuffer bytes, int incompatible) {
    if ((incompatible & (EXTENTS | IS_64BIT)) != 0) {
      return "ext4";
    }
    return (bytes.getInt(EXT_COMPATIBLE) & HAS_JOURNAL) != 0 ? "ext3" : "ext2";
  }

  private static UUID uuid(ByteBuffer bytes, int at) {
    var big = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
    return new UUID(big.getLong(at), big.getLong(at + 8));
  }
}
