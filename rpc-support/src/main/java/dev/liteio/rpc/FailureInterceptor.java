package dev.liteio.rpc;

import dev.liteio.failure.VolumeException;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever a handler throws or reports ends the call with the status that is right for it. */
final class FailureInterceptor implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(FailureInterceptor.class);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var answering = new AnsweringOnce<>(call);
    try {
      return new CatchingListener<>(next.startCall(answering, headers), answering);
    } catch (RuntimeException e) {
      answering.fail(e);
      return new ServerCall.Listener<>() {};
    }
  }

  /** Closes a call once, with the status of what went wrong and without details. */
  private static final class AnsweringOnce<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final AtomicBoolean closed = new AtomicBoolean();

    AnsweringOnce(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (closed.compareAndSet(false, true)) {
        // CSI: status.details must be empty, so no trailer of a handler gets out
        super.close(status.isOk() ? status : finalStatus(status), new Metadata());
      }
    }

    void fail(RuntimeException failure) {
      if (!(failure instanceof VolumeException)) {
        log.error("rpc={} unexpected", getMethodDescriptor().getBareMethodName(), failure);
      }
      close(FailureStatus.of(failure), new Metadata());
    }
  }

  private static Status finalStatus(Status status) {
    @Nullable Throwable cause = status.getCause();
    Status mapped =
        cause == null ? FailureStatus.of(status.asRuntimeException()) : FailureStatus.of(cause);
    return deadlinePassed()
        ? Code.DEADLINE_EXCEEDED.toStatus().withDescription(mapped.getDescription())
        : mapped;
  }

  private static boolean deadlinePassed() {
    Deadline deadline = Context.current().getDeadline();
    return deadline != null && deadline.isExpired();
  }

  private static final class CatchingListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final AnsweringOnce<Q, ?> call;

    CatchingListener(ServerCall.Listener<Q> listener, AnsweringOnce<Q, ?> call) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guarded(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guarded(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guarded(super::onReady);
    }

    private void guarded(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        call.fail(e);
      }
    }
  }
}
