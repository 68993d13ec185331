package dev.liteio.spdk.socket;

import java.time.Duration;

/** A signal that any thread may give and one thread waits for; it is kept until it is used up. */
public interface Wakeup extends AutoCloseable {

  /** Gives the signal; never blocks; without effect once closed. */
  void signal();

  /** Waits for the signal alone and uses it up; false when patience was at its end. */
  boolean await(Duration patience) throws SocketFailure;

  /** Closes it; by the thread that waits on it. */
  @Override
  void close();
}
