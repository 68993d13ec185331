package dev.liteio.spdk.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** poll(2) on a few descriptors; belongs to one thread. */
final class Poll {

  static final int IN = 0x1;
  static final int OUT = 0x4;

  /** struct pollfd: int fd, short events, short revents. */
  private static final int SIZE = 8;

  private static final int EVENTS = 4;
  private static final int CAME = 6;

  private final ByteBuffer table;
  private final int count;

  Poll(int count) {
    this.count = count;
    this.table = ByteBuffer.allocateDirect(count * SIZE).order(ByteOrder.nativeOrder());
  }

  void watch(int index, int fd, int events) {
    table.putInt(index * SIZE, fd);
    table.putShort(index * SIZE + EVENTS, (short) events);
    table.putShort(index * SIZE + CAME, (short) 0);
  }

  /** The events that came, errors and hang-ups among them whether asked for or not. */
  int came(int index) {
    return table.getShort(index * SIZE + CAME) & 0xffff;
  }

  /** Waits; an interrupted system call counts as nothing came. */
  void await(Duration patience) throws SocketFailure {
    if (JnrLibc.calls().poll(table, count, millis(patience)) == JnrLibc.FAILED) {
      SocketFailure failure = JnrLibc.failure("poll");
      if (failure.errno() != Errno.EINTR) {
        throw failure;
      }
    }
  }

  /** Rounded up, so that a wait for a deadline does not end just before it. */
  private static int millis(Duration patience) {
    if (patience.isNegative()) {
      return 0;
    }
    long millis = patience.plusNanos(999_999).toMillis();
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
