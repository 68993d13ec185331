package dev.liteio.rpc;

import dev.liteio.failure.AlreadyExists;
import dev.liteio.failure.CapacityExhausted;
import dev.liteio.failure.DeadlineExpired;
import dev.liteio.failure.Defect;
import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.OperationPending;
import dev.liteio.failure.OutOfRange;
import dev.liteio.failure.Unavailable;
import dev.liteio.failure.VolumeException;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;

/**
 * The one place where a failure becomes a gRPC status.
 *
 * <p>The sidecars and the kubelet take CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE,
 * RESOURCE_EXHAUSTED and ABORTED as "may still be going on" and every other code as final: nothing
 * is in progress and nothing is left behind. So what nobody foresaw is UNAVAILABLE, and never
 * UNKNOWN, which is final.
 */
public final class FailureStatus {
  private static final int LONGEST_MESSAGE = 2048;

  private FailureStatus() {}

  /** The status for {@code failure}: a readable message, no details. */
  public static Status of(Throwable failure) {
    return switch (failure) {
      case VolumeException known -> status(code(known), known.explanation());
      case StatusRuntimeException explicit -> explicit(explicit.getStatus());
      case StatusException explicit -> explicit(explicit.getStatus());
      default -> unforeseen(failure);
    };
  }

  private static Code code(VolumeException failure) {
    return switch (failure) {
      case InvalidRequest f -> Code.INVALID_ARGUMENT;
      case NotFound f -> Code.NOT_FOUND;
      case AlreadyExists f -> Code.ALREADY_EXISTS;
      case FailedPrecondition f -> Code.FAILED_PRECONDITION;
      case OutOfRange f -> Code.OUT_OF_RANGE;
      case CapacityExhausted f -> Code.RESOURCE_EXHAUSTED;
      case OperationPending f -> Code.ABORTED;
      case Unavailable f -> Code.UNAVAILABLE;
      case DeadlineExpired f -> Code.DEADLINE_EXCEEDED;
      case Defect f -> Code.INTERNAL;
    };
  }

  /** A status that was meant, such as UNIMPLEMENTED, stays; UNKNOWN only means "uncaught". */
  private static Status explicit(Status status) {
    if (status.getCode() != Code.UNKNOWN) {
      String description = status.getDescription();
      return status(status.getCode(), description == null ? status.getCode().name() : description);
    }
    Throwable cause = status.getCause();
    return cause == null ? status(Code.UNAVAILABLE, "outcome not known") : of(cause);
  }

  private static Status unforeseen(Throwable failure) {
    return status(
        Code.UNAVAILABLE,
        "unexpected %s: %s; the outcome is not known, the log of this process has the place"
            .formatted(failure.getClass().getSimpleName(), failure.getMessage()));
  }

  private static Status status(Code code, String message) {
    String text =
        message.length() <= LONGEST_MESSAGE
            ? message
            : message.substring(0, LONGEST_MESSAGE) + "...";
    return code.toStatus().withDescription(text);
  }
}
