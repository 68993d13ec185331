package dev.liteio.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.failure.VolumeException;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureStatusTest {
  /** The codes that callers take as "may still be going on" (csi-lib-utils, kubelet). */
  private static final Set<Code> NOT_FINAL =
      EnumSet.of(
          Code.CANCELLED,
          Code.DEADLINE_EXCEEDED,
          Code.UNAVAILABLE,
          Code.RESOURCE_EXHAUSTED,
          Code.ABORTED);

  private static final Map<String, Code> EXPECTED =
      Map.of(
          "InvalidRequest", Code.INVALID_ARGUMENT,
          "NotFound", Code.NOT_FOUND,
          "AlreadyExists", Code.ALREADY_EXISTS,
          "FailedPrecondition", Code.FAILED_PRECONDITION,
          "OutOfRange", Code.OUT_OF_RANGE,
          "CapacityExhausted", Code.RESOURCE_EXHAUSTED,
          "OperationPending", Code.ABORTED,
          "Unavailable", Code.UNAVAILABLE,
          "DeadlineExpired", Code.DEADLINE_EXCEEDED,
          "Defect", Code.INTERNAL);

  static Class<?>[] everyFailure() {
    return VolumeException.class.getPermittedSubclasses();
  }

  @ParameterizedTest
  @MethodSource("everyFailure")
  void everyFailureHasItsCodeAndKeepsItsMessage(Class<?> failure) throws Exception {
    var thrown =
        (VolumeException) failure.getConstructor(String.class).newInstance("vol-1: what happened");
    Status status = FailureStatus.of(thrown);
    assertThat(status.getCode()).isEqualTo(EXPECTED.get(failure.getSimpleName()));
    assertThat(status.getDescription()).isEqualTo("vol-1: what happened");
    assertThat(status.getCause()).isNull();
  }

  @Test
  void noTwoFailuresShareACode() {
    assertThat(EXPECTED.values()).doesNotHaveDuplicates();
    assertThat(Arrays.stream(everyFailure()).map(Class::getSimpleName).collect(Collectors.toSet()))
        .isEqualTo(EXPECTED.keySet());
  }

  @Test
  void whatNobodyForesawIsNeverFinal() {
    for (Throwable failure :
        new Throwable[] {
          new IllegalStateException("odd"),
          new NullPointerException(),
          Status.UNKNOWN.asRuntimeException(),
          Status.UNKNOWN.withCause(new IllegalStateException("odd")).asRuntimeException(),
          new java.io.UncheckedIOException(new java.io.IOException("socket lost"))
        }) {
      Status status = FailureStatus.of(failure);
      assertThat(NOT_FINAL).contains(status.getCode());
      assertThat(status.getDescription()).isNotBlank();
    }
  }

  @Test
  void aStatusThatWasMeantStays() {
    Status status = FailureStatus.of(Status.UNIMPLEMENTED.withDescription("x").asException());
    assertThat(status.getCode()).isEqualTo(Code.UNIMPLEMENTED);
  }

  @Test
  void aVeryLongMessageIsCut() {
    Status status = FailureStatus.of(new IllegalStateException("x".repeat(100_000)));
    assertThat(status.getDescription()).hasSizeLessThan(3000);
  }
}
