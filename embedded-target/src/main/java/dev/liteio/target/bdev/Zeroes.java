package dev.liteio.target.bdev;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Runs of zeroes, written piece by piece out of one shared buffer. */
public final class Zeroes {

  private static final int PIECE = 1 << 20;
  private static final ByteBuffer BUFFER = ByteBuffer.allocateDirect(PIECE).asReadOnlyBuffer();

  private Zeroes() {}

  /** Somewhere to write to. */
  @FunctionalInterface
  public interface Sink {
    /** Writes all of {@code from} at {@code offset}. */
    void write(long offset, ByteBuffer from) throws IOException;
  }

  /** Writes {@code length} zeroes at {@code offset}. */
  public static void write(Sink sink, long offset, long length) throws IOException {
    for (long done = 0; done < length; ) {
      int piece = (int) Math.min(PIECE, length - done);
      sink.write(offset + done, BUFFER.duplicate().limit(piece));
      done += piece;
    }
  }

  /** Somewhere to read from. */
  @FunctionalInterface
  public interface Source {
    /** Fills {@code into} with what is at {@code offset}. */
    void read(long offset, ByteBuffer into) throws IOException;
  }

  /** Makes {@code length} bytes at {@code offset} zero and leaves holes as they are. */
  public static void writeWhereNeeded(Source source, Sink sink, long offset, long length)
      throws IOException {
    ByteBuffer present = ByteBuffer.allocate((int) Math.min(PIECE, length));
    for (long done = 0; done < length; ) {
      int piece = (int) Math.min(PIECE, length - done);
      source.read(offset + done, present.clear().limit(piece));
      ByteBuffer zeroes = BUFFER.duplicate().limit(piece);
      if (present.flip().mismatch(zeroes) >= 0) {
        sink.write(offset + done, zeroes);
      }
      done += piece;
    }
  }

  /** Fills what is left of {@code into} with zeroes. */
  public static void fill(ByteBuffer into) {
    if (into.hasArray()) {
      int from = into.arrayOffset() + into.position();
      Arrays.fill(into.array(), from, from + into.remaining(), (byte) 0);
      into.position(into.limit());
      return;
    }
    while (into.hasRemaining()) {
      into.put(BUFFER.duplicate().limit(Math.min(PIECE, into.remaining())));
    }
  }
}
