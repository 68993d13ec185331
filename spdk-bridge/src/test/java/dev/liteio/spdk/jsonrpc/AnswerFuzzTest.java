package dev.liteio.spdk.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The decoder under bytes that nobody meant: it either gives an answer or a protocol error, never
 * anything else.
 */
class AnswerFuzzTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> SAMPLES =
      List.of(
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}\n",
          "{\"jsonrpc\":\"2.0\",\"id\":22,\"result\":[{\"name\":\"a/b\",\"n\":[1,2.5e3,null]}]}\n",
          "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-19,\"message\":\"No such device\"}}\n",
          "{\"result\":\"\\u00e4\\\"\\\\ä\",\"id\":-4,\"jsonrpc\":\"2.0\"}",
          "{\"id\":5,\"result\":-12.5,\"jsonrpc\":\"2.0\"}");

  @Randomised
  void damaged_answers_are_decoded_or_refused() {
    Cases.usual()
        .run(random -> {
          try {
            decode(damaged(random), random);
          } catch (ProtocolViolation refused) {
            assertThat(refused.getMessage()).isNotEmpty().hasSizeLessThan(2000);
          }
        });
  }

  @Randomised
  void whole_answers_keep_their_results() {
    Cases.asMany(1000).run(AnswerFuzzTest::keepsItsResult);
  }

  private static void keepsItsResult(Random random) throws IOException {
    JsonNode result = value(random, 6);
    int number = random.nextInt(Integer.MAX_VALUE);
    String space = " ".repeat(random.nextInt(3));
    String frame =
        "{%s\"result\":%s%s%s,\"jsonrpc\":\"2.0\",\"id\":%d}"
            .formatted(space, space, result, space, number);
    Answer answer = AnswerParser.parse(frame.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.id()).isEqualTo(number);
    assertThat(((Answer.Success) answer).result().readAs(ResultType.json()))
        .isEqualTo(MAPPER.readTree(result.toString()));
  }

  private static void decode(byte[] bytes, Random random) throws IOException {
    AnswerFramer framer = new AnswerFramer(4096);
    int from = 0;
    while (from < bytes.length) {
      int count = Math.min(bytes.length - from, 1 + random.nextInt(40));
      ByteBuffer piece = ByteBuffer.wrap(bytes, from, count);
      Optional<byte[]> frame = framer.next(piece);
      while (frame.isPresent()) {
        read(AnswerParser.parse(frame.get()));
        frame = framer.next(piece);
      }
      from += count;
    }
  }

  /** What was let through must be readable, or be refused by the reader of its type. */
  private static void read(Answer answer) throws IOException {
    if (answer instanceof Answer.Success success) {
      success.result().readAs(ResultType.generic(new AnyJson()));
      try {
        success.result().readAs(ResultType.text());
      } catch (IOException anotherShape) {
        assertThat(anotherShape.getMessage()).isNotEmpty();
      }
    }
  }

  private static byte[] damaged(Random random) {
    StringBuilder stream = new StringBuilder();
    for (int count = 0; count <= random.nextInt(3); count++) {
      stream.append(SAMPLES.get(random.nextInt(SAMPLES.size())));
    }
    byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
    for (int count = 0; count < random.nextInt(6); count++) {
      bytes = damage(bytes, random);
    }
    return bytes;
  }

  private static byte[] damage(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int size = Math.min(bytes.length - at, 1 + random.nextInt(20));
    return switch (random.nextInt(5)) {
      case 0 -> replaced(bytes, at, (byte) random.nextInt(256));
      case 1 -> replaced(bytes, at, (byte) "{}[]\",:\\0-e. tn".charAt(random.nextInt(15)));
      case 2 -> java.util.Arrays.copyOf(bytes, at);
      case 3 -> without(bytes, at, size);
      default -> repeated(bytes, at, size);
    };
  }

  private static byte[] replaced(byte[] bytes, int at, byte with) {
    byte[] copy = bytes.clone();
    copy[at] = with;
    return copy;
  }

  private static byte[] without(byte[] bytes, int at, int size) {
    return ByteBuffer.allocate(bytes.length - size)
        .put(bytes, 0, at)
        .put(bytes, at + size, bytes.length - at - size)
        .array();
  }

  private static byte[] repeated(byte[] bytes, int at, int size) {
    return ByteBuffer.allocate(bytes.length + size)
        .put(bytes, 0, at + size)
        .put(bytes, at, bytes.length - at)
        .array();
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> MAPPER.getNodeFactory().numberNode(random.nextLong());
      case 1 -> MAPPER.getNodeFactory().numberNode(random.nextDouble());
      case 2 -> MAPPER.getNodeFactory().textNode("t\"\\{ä" + random.nextInt());
      case 3 -> MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
      case 4 -> MAPPER.getNodeFactory().numberNode(random.nextInt(10));
      case 5 -> MAPPER.getNodeFactory().textNode("");
      case 6 -> {
        var array = MAPPER.createArrayNode();
        for (int count = random.nextInt(4); count > 0; count--) {
          array.add(value(random, depth - 1));
        }
        yield array;
      }
      default -> {
        var object = MAPPER.createObjectNode();
        for (int count = random.nextInt(4); count > 0; count--) {
          object.set("m" + count, value(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static final class AnyJson
      extends com.fasterxml.jackson.core.type.TypeReference<JsonNode> {}
}
