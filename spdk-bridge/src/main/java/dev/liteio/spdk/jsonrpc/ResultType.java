package dev.liteio.spdk.jsonrpc;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the result of a call is read. A required member that is missing is an error, an unknown one
 * is not: newer releases of SPDK add members.
 */
@FunctionalInterface
public interface ResultType<T> {

  /** Reads the JSON value in these bytes; throws IOException when it is of another shape. */
  @Nullable T read(byte[] json, int offset, int length) throws IOException;

  /** The answer {@code true}, which is all that most mutating calls say. */
  static ResultType<Void> done() {
    return Done::read;
  }

  /** A string. */
  static ResultType<String> text() {
    return of(SpdkJson.reader(String.class));
  }

  /** An object that becomes this record. */
  static <T> ResultType<T> object(Class<T> type) {
    return of(SpdkJson.reader(type));
  }

  /** A list of objects that become this record. */
  static <T> ResultType<List<T>> list(Class<T> element) {
    ObjectReader reader = SpdkJson.listReader(element);
    return (json, offset, length) -> List.copyOf(reader.<List<T>>readValue(json, offset, length));
  }

  /** Whatever the type reference says. */
  static <T> ResultType<T> generic(TypeReference<T> type) {
    return of(SpdkJson.reader(type));
  }

  /** The result as it is. */
  static ResultType<JsonNode> json() {
    return of(SpdkJson.reader(JsonNode.class));
  }

  private static <T> ResultType<T> of(ObjectReader reader) {
    return (json, offset, length) -> {
      T value = reader.readValue(json, offset, length);
      if (value == null) {
        throw new IOException("the result is null");
      }
      return value;
    };
  }
}
