package dev.liteio.target.lvs;

import dev.liteio.target.lvs.LvsImage.LvolImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The metadata file: a magic, then records of (length, CRC-32C, content): the store first, a volume
 * each after it, an empty record at the end. Maps are runs of (first cluster, count).
 */
final class LvsCodec {

  static final byte[] MAGIC = {'L', 'I', 'T', 'E', 'I', 'O', 'L', '2'};
  private static final int RECORD_HEAD = 8;
  private static final int MAX_RECORD = 64 << 20;

  private LvsCodec() {}

  static byte[] encode(LvsImage image) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.write(MAGIC);
      record(out, store(image));
      for (LvolImage lvol : image.lvols()) {
        record(out, volume(lvol));
      }
      record(out, new byte[0]);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  private static void record(DataOutputStream out, byte[] content) throws IOException {
    out.writeInt(content.length);
    out.writeInt(checksum(content));
    out.write(content);
  }

  private static int checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return (int) crc.getValue();
  }

  private static byte[] store(LvsImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    uuid(out, image.uuid());
    out.writeUTF(image.name());
    out.writeLong(image.clusterSize());
    out.writeInt(image.blockSize());
    out.writeLong(image.dataOffset());
    out.writeInt(image.clusters());
    out.writeByte(image.clearMethod().code());
    out.writeInt(image.lvols().size());
    return bytes.toByteArray();
  }

  private static byte[] volume(LvolImage lvol) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    uuid(out, lvol.uuid());
    out.writeUTF(lvol.name());
    out.writeBoolean(lvol.thin());
    out.writeBoolean(lvol.snapshot());
    out.writeBoolean(lvol.readOnly());
    out.writeByte(lvol.clearMethod().code());
    UUID parent = lvol.parent();
    out.writeBoolean(parent != null);
    if (parent != null) {
      uuid(out, parent);
    }
    runs(out, lvol.map());
    return bytes.toByteArray();
  }

  private static void uuid(DataOutputStream out, UUID uuid) throws IOException {
    out.writeLong(uuid.getMostSignificantBits());
    out.writeLong(uuid.getLeastSignificantBits());
  }

  private static void runs(DataOutputStream out, int[] map) throws IOException {
    out.writeInt(map.length);
    for (int start = 0; start < map.length; ) {
      int end = start + 1;
      while (end < map.length && map[end] == successor(map[end - 1])) {
        end++;
      }
      out.writeInt(map[start]);
      out.writeInt(end - start);
      start = end;
    }
  }

  private static int successor(int cluster) {
    return cluster == ClusterMap.NOWHERE ? ClusterMap.NOWHERE : cluster + 1;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param where named in the errors
   */
  static LvsImage decode(String where, byte[] bytes) throws DamagedMetadataException {
    return new Reader(where, bytes).read();
  }

  private static final class Reader {
    private final String where;
    private final byte[] bytes;
    private int position;

    Reader(String where, byte[] bytes) {
      this.where = where;
      this.bytes = bytes;
    }

    LvsImage read() throws DamagedMetadataException {
      if (bytes.length < MAGIC.length
          || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
        throw damaged(0, "no metadata of an lvstore begins here");
      }
      position = MAGIC.length;
      int at = position;
      DataInputStream in = next();
      try {
        UUID uuid = uuid(in);
        String name = in.readUTF();
        long clusterSize = in.readLong();
        int blockSize = in.readInt();
        long dataOffset = in.readLong();
        int clusters = in.readInt();
        ClearMethod clear = clearMethod(in);
        int volumes = in.readInt();
        check(clusterSize > 0 && blockSize > 0 && clusters >= 0 && volumes >= 0, at);
        check(dataOffset > 0 && dataOffset % clusterSize == 0, at);
        List<LvolImage> kept = volumes(volumes, clusters);
        return new LvsImage(uuid, name, clusterSize, blockSize, dataOffset, clusters, clear, kept);
      } catch (IOException | IllegalArgumentException e) {
        throw damaged(at, "the store's record cannot be read: " + e.getMessage());
      }
    }

    private List<LvolImage> volumes(int count, int clusters) throws DamagedMetadataException {
      List<LvolImage> volumes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int at = position;
        try {
          volumes.add(volume(next(), clusters));
        } catch (IOException | IllegalArgumentException e) {
          throw damaged(at, "a volume's record cannot be read: " + e.getMessage());
        }
      }
      int at = position;
      next();
      if (position != at + RECORD_HEAD || position != bytes.length) {
        throw damaged(at, "more than the %d volumes it announces".formatted(count));
      }
      return volumes;
    }

    private static LvolImage volume(DataInputStream in, int clusters) throws IOException {
      UUID uuid = uuid(in);
      String name = in.readUTF();
      boolean thin = in.readBoolean();
      boolean snapshot = in.readBoolean();
      boolean readOnly = in.readBoolean();
      ClearMethod clear = clearMethod(in);
      UUID parent = in.readBoolean() ? uuid(in) : null;
      return new LvolImage(uuid, name, thin, snapshot, readOnly, clear, parent, map(in, clusters));
    }

    private static int[] map(DataInputStream in, int clusters) throws IOException {
      int length = in.readInt();
      if (length < 0 || length > (1 << 26)) {
        throw new IllegalArgumentException("a map of %d clusters".formatted(length));
      }
      int[] map = new int[length];
      for (int at = 0; at < length; ) {
        int first = in.readInt();
        int count = in.readInt();
        if (count <= 0 || count > length - at || !isWithin(first, count, clusters)) {
          throw new IllegalArgumentException("run of %d clusters from %d".formatted(count, first));
        }
        for (int i = 0; i < count; i++) {
          map[at++] = first == ClusterMap.NOWHERE ? first : first + i;
        }
      }
      return map;
    }

    private static boolean isWithin(int first, int count, int clusters) {
      return first == ClusterMap.NOWHERE || (first >= 0 && first <= clusters - count);
    }

    private static ClearMethod clearMethod(DataInputStream in) throws IOException {
      return ClearMethod.ofCode(in.readUnsignedByte());
    }

    private static UUID uuid(DataInputStream in) throws IOException {
      return new UUID(in.readLong(), in.readLong());
    }

    private DataInputStream next() throws DamagedMetadataException {
      int at = position;
      if (bytes.length - at < 8) {
        throw damaged(at, "the file ends within a record");
      }
      int length = ByteBuffer.wrap(bytes, at, 4).getInt();
      int expected = ByteBuffer.wrap(bytes, at + 4, 4).getInt();
      if (length < 0 || length > MAX_RECORD || length > bytes.length - at - 8) {
        throw damaged(at, "a record of %d bytes does not fit".formatted(length));
      }
      byte[] content = Arrays.copyOfRange(bytes, at + 8, at + 8 + length);
      int seen = checksum(content);
      if (seen != expected) {
        throw damaged(at, "checksum %08x (expected: %08x)".formatted(seen, expected));
      }
      position = at + 8 + length;
      return new DataInputStream(new ByteArrayInputStream(content));
    }

    private void check(boolean sane, int at) throws DamagedMetadataException {
      if (!sane) {
        throw damaged(at, "the store's record has impossible sizes");
      }
    }

    private DamagedMetadataException damaged(int at, String what) {
      return new DamagedMetadataException(where, at, what);
    }
  }
}
