package dev.liteio.spdk.socket;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/** A connected socket of Linux. */
final class JnrUnixSocket implements UnixSocket {

  private static final int CLOSED = -1;

  private final Path path;
  private final Poll poll = new Poll(2);
  private int fd;

  JnrUnixSocket(int fd, Path path) {
    this.fd = fd;
    this.path = path;
  }

  @Override
  public int read(ByteBuffer into) throws SocketFailure {
    while (true) {
      long count = JnrLibc.calls().read(open(), direct(into), into.remaining());
      if (count >= 0) {
        into.position(into.position() + (int) count);
        return count == 0 ? END : (int) count;
      }
      if (mustWait("read from ")) {
        return 0;
      }
    }
  }

  @Override
  public int write(ByteBuffer from) throws SocketFailure {
    while (true) {
      long count = JnrLibc.calls().write(open(), direct(from), from.remaining());
      if (count >= 0) {
        from.position(from.position() + (int) count);
        return (int) count;
      }
      if (mustWait("write to ")) {
        return 0;
      }
    }
  }

  @Override
  public Readiness await(boolean forWriting, Wakeup wakeup, Duration patience)
      throws SocketFailure {
    EventWakeup event = (EventWakeup) wakeup;
    poll.watch(0, open(), forWriting ? Poll.IN | Poll.OUT : Poll.IN);
    poll.watch(1, event.fd(), Poll.IN);
    poll.await(patience);
    boolean woken = poll.came(1) != 0;
    if (woken) {
      event.useUp();
    }
    int came = poll.came(0);
    return new Readiness((came & ~Poll.OUT) != 0, (came & Poll.OUT) != 0, woken);
  }

  @Override
  public void close() {
    if (fd != CLOSED) {
      JnrLibc.calls().close(fd);
      fd = CLOSED;
    }
  }

  /** After a failed call: false to try again at once, true to come back later. */
  private boolean mustWait(String operation) throws SocketFailure {
    SocketFailure failure = JnrLibc.failure(operation + path);
    return switch (failure.errno()) {
      case EAGAIN -> true;
      case EINTR -> false;
      default -> throw failure;
    };
  }

  private int open() throws SocketFailure {
    if (fd == CLOSED) {
      throw new SocketFailure("the socket to " + path + " is closed", Errno.EBADF);
    }
    return fd;
  }

  private static ByteBuffer direct(ByteBuffer buffer) {
    if (!buffer.isDirect() || !buffer.hasRemaining()) {
      throw new IllegalArgumentException(
          "buffer is " + buffer + ", expected a direct one with bytes remaining");
    }
    return buffer;
  }
}
