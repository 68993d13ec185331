package dev.liteio.controller;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a controller is started.
 *
 * @param csiSocket where the sidecars find it
 * @param longestCall how long a call may take when its caller sets no deadline
 * @param healthPort where /healthz answers, 0 = any free port; absent = nowhere
 */
public record ControllerConfig(Path csiSocket, Duration longestCall, OptionalInt healthPort) {

  private static final Duration DEFAULT_LONGEST = Duration.ofSeconds(50);

  /** With everything at its default. */
  public static ControllerConfig of(Path csiSocket) {
    return new ControllerConfig(csiSocket, DEFAULT_LONGEST, OptionalInt.empty());
  }

  /** The same, answering /healthz on that port. */
  public ControllerConfig healthyOn(int port) {
    return new ControllerConfig(csiSocket, longestCall, OptionalInt.of(port));
  }
}
