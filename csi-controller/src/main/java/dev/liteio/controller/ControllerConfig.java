package dev.liteio.controller;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a controller is started.
 *
 * @param csiSocket where the sidecars find it
 * @param longestCall how long a call may take when its caller sets no deadline
 */
public record ControllerConfig(Path csiSocket, Duration longestCall) {

  private static final Duration DEFAULT_LONGEST = Duration.ofSeconds(50);

  /** With everything at its default. */
  public static ControllerConfig of(Path csiSocket) {
    return new ControllerConfig(csiSocket, DEFAULT_LONGEST);
  }
}
