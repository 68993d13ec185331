package dev.liteio.target.rpc.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.bdev.FileBdev;
import dev.liteio.target.lvs.Lvstores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/** The content of a volume while no target runs. */
final class StoredVolume {

  private static final int PIECE = 1 << 20;

  private StoredVolume() {}

  private interface Use<T> {
    T with(Bdev volume) throws IOException;
  }

  private static <T> T use(Path file, String volume, Use<T> use) throws IOException {
    Bdevs bdevs = new Bdevs();
    FileBdev base =
        FileBdev.open(
            new FileBdev.Options("base", file.toString(), 4096, UUID.randomUUID(), false, false));
    try {
      bdevs.register(base);
      new Lvstores(bdevs).examine(base);
      return use.with(bdevs.find(volume).orElseThrow());
    } finally {
      base.close();
    }
  }

  static void write(Path file, JsonNode event) throws IOException {
    use(
        file,
        event.get("volume").textValue(),
        volume -> {
          for (JsonNode write : event.get("writes")) {
            byte[] bytes = new byte[write.get("bytes").intValue()];
            Arrays.fill(
                bytes, (byte) HexFormat.fromHexDigits(write.get("byte").textValue().substring(2)));
            volume.write(write.get("offset").longValue(), ByteBuffer.wrap(bytes));
          }
          return volume;
        });
  }

  static Outcome compare(Path file, JsonNode event) throws IOException {
    long[] counts = use(file, event.get("volume").textValue(), StoredVolume::count);
    String seen = "old=%d zero=%d own=%d".formatted(counts[0xab], counts[0], counts[0xcd]);
    String recorded =
        "old=%d zero=%d own=%d"
            .formatted(
                event.get("old_bytes").longValue(),
                event.get("zero_bytes").longValue(),
                event.path("own_bytes").longValue());
    return seen.equals(recorded)
        ? new Outcome.Passed()
        : new Outcome.Different("%s (recorded: %s)".formatted(seen, recorded));
  }

  private static long[] count(Bdev volume) throws IOException {
    long[] counts = new long[256];
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (long at = 0; at < volume.size(); at += PIECE) {
      volume.read(at, piece.clear());
      for (byte b : piece.array()) {
        counts[b & 0xff]++;
      }
    }
    return counts;
  }
}
