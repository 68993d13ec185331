package dev.liteio.spdk.jsonrpc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The one JSON dialect of the wire: strict in its grammar, lenient only in unknown members. */
public final class SpdkJson {

  /** Longest answer that is read, in bytes. */
  public static final int ANSWER_LIMIT = 32 << 20;

  /** Longest request that SPDK takes, in bytes: its buffer has one byte more. */
  public static final int REQUEST_LIMIT = 262_143;

  /** Deepest nesting of an answer; SPDK's own are less than ten deep. */
  static final int NESTING_LIMIT = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(factory())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .annotationIntrospector(new NullnessIntrospector())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SpdkJson() {}

  static JsonFactory factory() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(NESTING_LIMIT)
                .maxStringLength(ANSWER_LIMIT)
                .build())
        .build();
  }

  /**
   * Reads a record whose members are in snake_case; members that are not nullable must be there.
   */
  public static ObjectReader reader(Class<?> type) {
    return MAPPER.readerFor(type);
  }

  static ObjectReader reader(TypeReference<?> type) {
    return MAPPER.readerFor(type);
  }

  static ObjectReader listReader(Class<?> element) {
    return MAPPER.readerForListOf(element);
  }

  static JsonNode tree(Object params) {
    return MAPPER.valueToTree(params);
  }

  /** Writes records in snake_case without their null members. */
  public static ObjectWriter writer() {
    return MAPPER.writer();
  }
}
