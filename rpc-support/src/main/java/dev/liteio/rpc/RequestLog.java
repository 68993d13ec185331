package dev.liteio.rpc;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * One line when a call comes and one when it ends; calls that only ask are logged at debug. While a
 * handler runs, the MDC says which call it is and which volume it is about.
 */
final class RequestLog implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(RequestLog.class);
  private static final Pattern ASKS =
      Pattern.compile("Probe|Get.*|List.*|Validate.*|(Node|Controller|GroupController)Get.*");

  private final AtomicLong calls = new AtomicLong();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var line = new Line(name(call), Long.toString(calls.incrementAndGet()));
    var timed = new LoggingCall<>(call, line);
    try (var _ = line.scope()) {
      return new LoggingListener<>(next.startCall(timed, headers), line);
    }
  }

  private static String name(ServerCall<?, ?> call) {
    String name = call.getMethodDescriptor().getBareMethodName();
    return name == null ? call.getMethodDescriptor().getFullMethodName() : name;
  }

  /** What the lines of one call have in common. */
  private static final class Line {
    private final String rpc;
    private final String call;
    private final Level level;
    private final long start = System.nanoTime();
    private volatile String volume = "";

    Line(String rpc, String call) {
      this.rpc = rpc;
      this.call = call;
      this.level = ASKS.matcher(rpc).matches() ? Level.DEBUG : Level.INFO;
    }

    MdcScope scope() {
      MDC.put(LogKeys.RPC, rpc);
      MDC.put(LogKeys.CALL, call);
      MDC.put(LogKeys.VOLUME, volume);
      return new MdcScope();
    }

    void came(Message request) {
      volume = volumeOf(request);
      MDC.put(LogKeys.VOLUME, volume);
      log.atLevel(level).log("rpc={} call={} {}", rpc, call, RequestText.of(request));
    }

    void ended(Status status) {
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      if (status.isOk()) {
        log.atLevel(level).log("rpc={} call={} code=OK millis={}", rpc, call, millis);
      } else {
        log.warn(
            "rpc={} call={} code={} millis={} message=\"{}\"",
            rpc,
            call,
            status.getCode(),
            millis,
            RequestText.plain(String.valueOf(status.getDescription())));
      }
    }

    private static String volumeOf(Message request) {
      var field = request.getDescriptorForType().findFieldByName("volume_id");
      return field == null ? "" : String.valueOf(request.getField(field));
    }
  }

  private static final class MdcScope implements AutoCloseable {
    @Override
    public void close() {
      MDC.remove(LogKeys.RPC);
      MDC.remove(LogKeys.CALL);
      MDC.remove(LogKeys.VOLUME);
    }
  }

  private static final class LoggingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Line line;

    LoggingCall(ServerCall<Q, A> call, Line line) {
      super(call);
      this.line = line;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      line.ended(status);
      super.close(status, trailers);
    }
  }

  private static final class LoggingListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Line line;

    LoggingListener(ServerCall.Listener<Q> listener, Line line) {
      super(listener);
      this.line = line;
    }

    @Override
    public void onMessage(Q message) {
      try (var _ = line.scope()) {
        if (message instanceof Message request) {
          line.came(request);
        }
        super.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      try (var _ = line.scope()) {
        super.onHalfClose();
      }
    }
  }
}
