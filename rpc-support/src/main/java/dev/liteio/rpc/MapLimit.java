package dev.liteio.rpc;

import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import dev.liteio.failure.InvalidRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Refuses requests with a map of more than 4 KiB, which is what CSI allows, whatever is in it. */
final class MapLimit implements ServerInterceptor {
  private static final int MOST = 4096;

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        if (message instanceof Message request) {
          check(request);
        }
        super.onMessage(message);
      }
    };
  }

  private static void check(Message message) {
    message
        .getAllFields()
        .forEach((field, value) -> {
          if (field.isMapField()) {
            check(field.getName(), (List<?>) value);
          } else if (value instanceof Message nested) {
            check(nested);
          } else if (value instanceof List<?> elements) {
            elements.stream()
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .forEach(MapLimit::check);
          }
        });
  }

  private static void check(String field, List<?> entries) {
    int bytes = 0;
    for (Object entry : entries) {
      MapEntry<?, ?> pair = (MapEntry<?, ?>) entry;
      bytes += bytes(pair.getKey()) + bytes(pair.getValue());
    }
    if (bytes > MOST) {
      throw new InvalidRequest(
          "%s: %d bytes (expected: at most %d, keys and values together)"
              .formatted(field, bytes, MOST));
    }
  }

  private static int bytes(Object text) {
    return String.valueOf(text).getBytes(StandardCharsets.UTF_8).length;
  }
}
