package dev.liteio.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes the bytes that make a file look like a file system. */
public final class FakeSuperblock {
  private FakeSuperblock() {}

  /** An ext4 of 1 KiB blocks that covers {@code size} bytes. */
  public static void ext4(Path device, UUID uuid, long size) throws IOException {
    var bytes = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0x04, (int) (size / 1024));
    bytes.putShort(0x38, (short) 0xEF53);
    bytes.putInt(0x5C, 0x4);
    bytes.putInt(0x60, 0x40);
    bytes.order(ByteOrder.BIG_ENDIAN);
    bytes.putLong(0x68, uuid.getMostSignificantBits());
    bytes.putLong(0x70, uuid.getLeastSignificantBits());
    write(device, bytes.array(), 1024);
  }

  /** What the kernel writes when it mounts an ext4 for writing. */
  public static void ext4Mounted(Path device) throws IOException {
    write(device, new byte[] {1, 0}, 1024 + 0x34);
  }

  /** An xfs of 4 KiB blocks that covers {@code size} bytes. */
  public static void xfs(Path device, UUID uuid, long size) throws IOException {
    var bytes = ByteBuffer.allocate(512);
    bytes.putInt(0, 0x58465342);
    bytes.putInt(4, 4096);
    bytes.putLong(8, size / 4096);
    bytes.putLong(32, uuid.getMostSignificantBits());
    bytes.putLong(40, uuid.getLeastSignificantBits());
    write(device, bytes.array(), 0);
  }

  /** Any bytes anywhere. */
  public static void write(Path device, byte[] bytes, long at) throws IOException {
    try (var channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at);
    }
  }
}
