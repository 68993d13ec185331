package dev.liteio.spdk.socket;

import java.io.IOException;

/** A call to libc failed. */
public final class SocketFailure extends IOException {

  private static final long serialVersionUID = 1L;

  private final Errno errno;

  SocketFailure(String operation, Errno errno, int number) {
    super(operation + " failed: errno=" + errno + " (" + number + ")");
    this.errno = errno;
  }

  SocketFailure(String message, Errno errno) {
    super(message);
    this.errno = errno;
  }

  /** Why, by name. */
  public Errno errno() {
    return errno;
  }
}
