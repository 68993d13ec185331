package dev.liteio.target.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A peer that says what it likes, and waits so long for an answer and no longer. */
final class RawPeer implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int RESPONSE = 24;

  private final Socket socket;

  RawPeer(InetSocketAddress target) throws IOException {
    socket = new Socket(target.getAddress(), target.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoLinger(true, 0); // thousands of them must not wait for their port to be free
  }

  RawPeer say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** What the target answers, an R2T or a response. */
  Reply reply() throws IOException {
    return new Reply(ByteBuffer.wrap(read(RESPONSE)).order(ByteOrder.LITTLE_ENDIAN));
  }

  byte[] read(int length) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the target closed after %d bytes".formatted(bytes.length));
    }
    return bytes;
  }

  /** Reads until the target closes; the types of the PDUs that came. */
  List<Integer> untilClosed() throws IOException {
    List<Integer> types = new ArrayList<>();
    InputStream in = socket.getInputStream();
    for (byte[] head = in.readNBytes(8); head.length == 8; head = in.readNBytes(8)) {
      types.add((int) head[0]);
      in.skipNBytes(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4) - 8L);
    }
    return types;
  }

  /** Says no more and waits for the target to close, in whatever way. */
  void untilGone() {
    byte[] buffer = new byte[65536];
    try {
      socket.shutdownOutput();
      int read = 0;
      while (read >= 0) {
        read = socket.getInputStream().read(buffer);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the target neither answers nor closes", e);
    } catch (IOException e) {
      // a reset is an end too
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** The 24 bytes of an R2T or of a response. */
  record Reply(ByteBuffer bytes) {

    boolean asksForData() {
      return bytes.get(0) == PduType.R2T;
    }

    boolean isResponse() {
      return bytes.get(0) == PduType.CAPSULE_RESP;
    }

    int tag() {
      return bytes.getShort(10) & 0xffff;
    }

    int result() {
      return bytes.getInt(8);
    }

    int cid() {
      return bytes.getShort(20) & 0xffff;
    }

    int status() {
      return (bytes.getShort(22) & 0xffff) >>> 1;
    }
  }
}
