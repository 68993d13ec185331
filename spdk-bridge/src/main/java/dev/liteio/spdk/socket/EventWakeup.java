package dev.liteio.spdk.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** A wakeup over eventfd(2). */
final class EventWakeup implements Wakeup {

  private static final int EFD_NONBLOCK = 0x800;
  private static final int EFD_CLOEXEC = 0x80000;

  private final int fd;
  private final Poll poll = new Poll(1);
  private final ByteBuffer one = counter();
  private final ByteBuffer used = counter();
  private boolean closed;

  private EventWakeup(int fd) {
    this.fd = fd;
    one.putLong(0, 1);
  }

  static EventWakeup open() throws SocketFailure {
    int fd = JnrLibc.calls().eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (fd == JnrLibc.FAILED) {
      throw JnrLibc.failure("eventfd");
    }
    return new EventWakeup(fd);
  }

  int fd() {
    return fd;
  }

  /** Under the same lock as the end: the number of a closed descriptor may be another's by now. */
  @Override
  public synchronized void signal() {
    if (!closed) {
      // it only fails when the counter is full, and then the signal is there
      JnrLibc.calls().write(fd, one, Long.BYTES);
    }
  }

  @Override
  public boolean await(Duration patience) throws SocketFailure {
    poll.watch(0, fd, Poll.IN);
    poll.await(patience);
    boolean woken = poll.came(0) != 0;
    if (woken) {
      useUp();
    }
    return woken;
  }

  void useUp() {
    JnrLibc.calls().read(fd, used, Long.BYTES);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      JnrLibc.calls().close(fd);
    }
  }

  private static ByteBuffer counter() {
    return ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
  }
}
