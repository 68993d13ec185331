package dev.liteio.target.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Bytes that no client should send, cut anywhere: refused or answered, never anything else. */
class HostileRequestsTest {

  private static final String REFUSED = "refused";
  private static final String[] SEEDS = {
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":{\"name\":\"a\",\"size\":10,\"thin\":true}}",
    "{\"jsonrpc\":\"2.0\",\"id\":\"x\\u00e9\",\"method\":\"echo\",\"params\":{\"name\":\"\"}}",
    "[{\"id\":1,\"method\":\"echo\"},{\"id\":2,\"method\":\"nope\"},5,[],null]",
    "{\"jsonrpc\":\"2.0\",\"id\":1.50,\"method\":\"echo\",\"params\":{\"size\":1e1}}",
    "{\"id\":-9223372036854775809,\"method\":\"echo\",\"params\":{\"uuid\":\"00000000-0000-4000-8000-000000000000\"}}",
    "{\"id\":1,\"id\":2,\"method\":\"echo\"}",
    "{\"id\":1,\"method\":\"echo\",\"params\":{\"names\":[\"a\",\"b\"],\"size\":1e400}}",
  };
  private static final String[] TOKENS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "1e999999999",
    "-0",
    "\0",
    "\uFEFF",
    "\"id\":",
    "\"method\":\"echo\"",
    "NaN",
    "/*",
    "\\u0000",
    "\\ud800",
    "\u00ff",
    "9".repeat(400),
    "[".repeat(80),
    " ".repeat(50),
  };

  private final Dispatcher dispatcher = new Dispatcher(table());

  private static MethodTable table() {
    MethodTable table = new MethodTable();
    table.addStaged(
        "echo",
        BadParams.BDEV,
        params -> {
          String name = params.text("name").orElse("");
          params.number("size");
          params.flag("thin");
          params.uuid("uuid");
          params.texts("names");
          params.end();
          return () -> TextNode.valueOf(name);
        });
    return table;
  }

  @Randomised
  void anyBytesAreAnsweredOrRefusedAndCuttingThemElsewhereChangesNothing() {
    Cases.usual()
        .run(random -> {
          byte[] bytes = mutated(random).getBytes(StandardCharsets.UTF_8);
          if (bytes.length > 0 && random.nextInt(3) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          List<String> whole = answers(bytes, bytes.length);
          List<String> cut = answers(bytes, 1 + random.nextInt(7));
          // what is broken may be noticed later when it is cut, and answers have no order
          if (!whole.contains(REFUSED)) {
            assertThat(cut)
                .as(new String(bytes, StandardCharsets.UTF_8))
                .containsExactlyInAnyOrderElementsOf(whole);
          }
        });
  }

  private static String mutated(Random random) {
    StringBuilder text = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
    for (int edits = random.nextInt(5); edits > 0; edits--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
        case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
        default -> text.append(SEEDS[random.nextInt(SEEDS.length)]);
      }
    }
    return text.toString();
  }

  private List<String> answers(byte[] bytes, int piece) {
    RequestReader reader = new RequestReader();
    List<String> answers = new ArrayList<>();
    try {
      for (int at = 0; at < bytes.length; at += piece) {
        int count = Math.min(piece, bytes.length - at);
        reader.feed(Arrays.copyOfRange(bytes, at, at + count), count);
        Round round = new Round(answer -> answers.add(answer.toString()));
        for (Optional<JsonNode> value = reader.next(); value.isPresent(); value = reader.next()) {
          assertThat(dispatcher.dispatch(value.get(), round)).isNotNull();
        }
        round.end();
      }
    } catch (IOException e) {
      answers.add(REFUSED);
    }
    return answers;
  }
}
