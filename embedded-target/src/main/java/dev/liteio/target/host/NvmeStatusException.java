package dev.liteio.target.host;

import java.io.IOException;

/** A command that the controller completed with an error. */
public final class NvmeStatusException extends IOException {

  private static final long serialVersionUID = 1L;

  private static final int DNR = 0x4000;

  private final int status;

  NvmeStatusException(String command, int status) {
    super(
        "%s: status %04x%s"
            .formatted(command, status & ~DNR, (status & DNR) == 0 ? "" : ", do not retry"));
    this.status = status;
  }

  /** Status code type and status code, without DNR. */
  public int code() {
    return status & ~DNR;
  }

  /** Whether the controller says that trying again is of no use. */
  public boolean doNotRetry() {
    return (status & DNR) != 0;
  }
}
