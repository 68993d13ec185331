package dev.liteio.target.nvme;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended.
 *
 * @param status as in {@link Status}
 * @param result dwords 0 and 1 of the completion
 * @param data for the host
 */
public record Outcome(int status, long result, @Nullable ByteBuffer data) {

  /** Done, nothing to say. */
  public static final Outcome OK = new Outcome(Status.SUCCESS, 0, null);

  /** Done, with a result. */
  public static Outcome ok(long result) {
    return new Outcome(Status.SUCCESS, result, null);
  }

  /** Done, with data. */
  public static Outcome data(ByteBuffer data) {
    return new Outcome(Status.SUCCESS, 0, data);
  }

  /** Not done. */
  public static Outcome error(int status) {
    return new Outcome(status, 0, null);
  }
}
