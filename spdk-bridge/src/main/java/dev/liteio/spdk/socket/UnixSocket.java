package dev.liteio.spdk.socket;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A connected Unix stream socket that never blocks. It belongs to one thread, a platform thread:
 * waiting in native code would hold on to the carrier of a virtual one.
 */
public interface UnixSocket extends AutoCloseable {

  /** What {@link #read} answers when the peer has closed its side. */
  int END = -1;

  /** Reads into a direct buffer; bytes read, 0 when there are none now, {@link #END} at the end. */
  int read(ByteBuffer into) throws SocketFailure;

  /** Writes from a direct buffer; bytes written, 0 when the peer takes none now. */
  int write(ByteBuffer from) throws SocketFailure;

  /**
   * Waits until there is something to read (or the end, or an error), or room to write when that is
   * asked for, or the wakeup is signalled, or patience is at its end. A signal is used up by it.
   */
  Readiness await(boolean forWriting, Wakeup wakeup, Duration patience) throws SocketFailure;

  /** Closes it; again is no error. */
  @Override
  void close();

  /** What a wait ended with; all false: patience was at its end. */
  record Readiness(boolean readable, boolean writable, boolean woken) {}
}
