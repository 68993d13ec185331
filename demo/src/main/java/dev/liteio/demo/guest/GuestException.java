package dev.liteio.demo.guest;

import java.io.Serial;

/** The guest did not boot, did not answer in time, ended, or a command in it failed. */
public final class GuestException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public GuestException(String message) {
    super(message);
  }

  public GuestException(String message, Throwable cause) {
    super(message, cause);
  }
}
