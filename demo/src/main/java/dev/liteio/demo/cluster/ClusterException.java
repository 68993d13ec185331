package dev.liteio.demo.cluster;

import java.io.Serial;

/** The cluster cannot be built up, or a part of it did not get ready. */
public final class ClusterException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public ClusterException(String message) {
    super(message);
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
