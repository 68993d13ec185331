package dev.liteio.target.tcp;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A connection that carries PDUs. One thread reads; any thread writes. */
public final class PduChannel implements Closeable {

  private static final int BUFFER = 32 << 10;

  private final SocketChannel channel;
  private final ByteBuffer input =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private final ReentrantLock writing = new ReentrantLock();
  private volatile Digests digests = Digests.NONE;

  public PduChannel(SocketChannel channel) {
    this.channel = channel;
  }

  /** The digests both sides agreed on. */
  public void use(Digests agreed) {
    digests = agreed;
  }

  public Digests digests() {
    return digests;
  }

  /** Waits for the next PDU's common header; null when the peer closed between two PDUs. */
  public @Nullable PduHeader readHeader() throws IOException {
    if (!fill(PduHeader.LENGTH, true)) {
      return null;
    }
    return PduHeader.read(input);
  }

  /** The rest of a header of {@code length} bytes; its digest has been checked. */
  public ByteBuffer readRest(PduHeader header, int length) throws IOException {
    int rest = length - PduHeader.LENGTH;
    boolean digested = header.has(PduHeader.HEADER_DIGEST) && digests.header();
    fill(rest + (digested ? Digests.LENGTH : 0), false);
    ByteBuffer content = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.write(content);
    byte[] bytes = new byte[rest];
    input.get(bytes);
    content.put(bytes).flip();
    if (digested) {
      int expected = input.getInt();
      int seen = Digests.of(content);
      if (seen != expected) {
        throw new ProtocolViolation(
            ProtocolViolation.HEADER_DIGEST_ERROR, expected, "header digest is wrong");
      }
    }
    return content.position(PduHeader.LENGTH);
  }

  /** Passes over what stands between header and data. */
  public void skip(int count) throws IOException {
    for (int left = count; left > 0; left--) {
      fill(1, false);
      input.get();
    }
  }

  /** Fills {@code into}. */
  public void readFully(ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (input.hasRemaining()) {
        int count = Math.min(input.remaining(), into.remaining());
        into.put(input.slice(input.position(), count));
        input.position(input.position() + count);
      } else if (channel.read(into) < 0) {
        throw new EOFException("the peer closed within a PDU");
      }
    }
  }

  /** Reads data and its digest; false when the digest is wrong. */
  public boolean readData(PduHeader header, ByteBuffer into) throws IOException {
    ByteBuffer data = into.slice();
    readFully(into);
    if (!(header.has(PduHeader.DATA_DIGEST) && digests.data())) {
      return true;
    }
    fill(Digests.LENGTH, false);
    return input.getInt() == Digests.of(data);
  }

  private boolean fill(int count, boolean mayEnd) throws IOException {
    while (input.remaining() < count) {
      input.compact();
      int read = channel.read(input);
      input.flip();
      if (read < 0) {
        if (mayEnd && !input.hasRemaining()) {
          return false;
        }
        throw new EOFException("the peer closed within a PDU");
      }
    }
    return true;
  }

  /**
   * Sends a PDU.
   *
   * @param type its type
   * @param flags of the type, without those of the digests
   * @param body the header behind the common one
   * @param data or null
   */
  public void send(int type, int flags, ByteBuffer body, @Nullable ByteBuffer data)
      throws IOException {
    Digests use = type == PduType.IC_REQ || type == PduType.IC_RESP ? Digests.NONE : digests;
    boolean terminates = type == PduType.H2C_TERM_REQ || type == PduType.C2H_TERM_REQ;
    if (terminates) {
      use = Digests.NONE;
    }
    ByteBuffer[] pieces = pieces(type, flags, body, data, use);
    writing.lock();
    try {
      long left = 0;
      for (ByteBuffer piece : pieces) {
        left += piece.remaining();
      }
      while (left > 0) {
        left -= channel.write(pieces);
      }
    } finally {
      writing.unlock();
    }
  }

  private static ByteBuffer[] pieces(
      int type, int flags, ByteBuffer body, @Nullable ByteBuffer data, Digests use) {
    int headerLength = PduHeader.LENGTH + body.remaining();
    int dataOffset = data == null ? 0 : headerLength + use.headerLength();
    long length = (long) headerLength + use.headerLength();
    int allFlags = flags | (use.header() ? PduHeader.HEADER_DIGEST : 0);
    if (data != null) {
      length += data.remaining() + use.dataLength();
      allFlags |= use.data() ? PduHeader.DATA_DIGEST : 0;
    }
    ByteBuffer head =
        ByteBuffer.allocate(headerLength + use.headerLength()).order(ByteOrder.LITTLE_ENDIAN);
    new PduHeader(type, allFlags, headerLength, dataOffset, length).write(head);
    head.put(body.duplicate());
    if (use.header()) {
      head.putInt(Digests.of(head.duplicate().flip()));
    }
    head.flip();
    if (data == null) {
      return new ByteBuffer[] {head};
    }
    ByteBuffer content = data.duplicate();
    if (!use.data()) {
      return new ByteBuffer[] {head, content};
    }
    ByteBuffer digest = ByteBuffer.allocate(Digests.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    digest.putInt(Digests.of(content)).flip();
    return new ByteBuffer[] {head, content, digest};
  }

  /**
   * Says that nothing follows, and throws away what still comes until the peer closes: closing with
   * unread bytes would take back what was sent last.
   */
  void awaitClosed(long millis) throws IOException {
    channel.shutdownOutput();
    Thread limit = closeAfter(Duration.ofMillis(millis));
    try {
      while (channel.read(input.clear()) >= 0) {
        // thrown away
      }
    } finally {
      limit.interrupt();
    }
  }

  /** Closes the connection then, unless the thread that waits for it is interrupted before. */
  public Thread closeAfter(Duration limit) {
    return Thread.ofVirtual()
        .name("close-limit")
        .start(() -> {
          try {
            Thread.sleep(limit);
            close();
          } catch (InterruptedException e) {
            // in time
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  public SocketChannel socket() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
