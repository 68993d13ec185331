package dev.liteio.spdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.liteio.spdk.jsonrpc.RecordingCaller;
import dev.liteio.spdk.lvol.LvstoreQueues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape of answer that was seen of a real target is read, and every damage to it is told. */
class RecordedAnswersTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Map<String, Function<SpdkTarget, CompletableFuture<?>>> READERS =
      Map.ofEntries(
          Map.entry("spdk_get_version", target -> target.framework().version()),
          Map.entry("framework_get_reactors", target -> target.framework().reactors()),
          Map.entry("bdev_get_bdevs", target -> target.bdevs().list()),
          Map.entry("bdev_get_iostat", target -> target.bdevs().statistics(List.of())),
          Map.entry("bdev_lvol_get_lvstores", target -> target.lvols().stores()),
          Map.entry("bdev_lvol_get_lvols", target -> target.lvols().list()),
          Map.entry("nvmf_get_transports", target -> target.nvmf().transports()),
          Map.entry("nvmf_get_subsystems", target -> target.nvmf().subsystems()),
          Map.entry("nvmf_subsystem_get_listeners", target -> target.nvmf().listeners("n")),
          Map.entry("nvmf_subsystem_get_controllers", target -> target.nvmf().controllers("n")),
          Map.entry("nvmf_subsystem_get_qpairs", target -> target.nvmf().queuePairs("n")));

  @ParameterizedTest
  @MethodSource("recorded")
  void is_read(JsonNode line) {
    Object value = read(line).join();
    assertThat(value.toString()).doesNotContain("JsonNode");
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void members_that_a_newer_target_adds_are_passed_over(JsonNode line) {
    Object before = read(line).join();
    everyObject(line.get("result"), RecordedAnswersTest::grow);
    assertThat(read(line).join()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void a_member_that_is_missing_null_or_of_another_type_is_told_or_not_needed(JsonNode line) {
    everyObject(
        line.get("result"),
        object ->
            List.copyOf(object.properties().stream().map(Map.Entry::getKey).toList())
                .forEach(name -> {
                  JsonNode kept = object.get(name);
                  object.remove(name);
                  assertReadOrTold(line, name + " missing");
                  object.putNull(name);
                  assertReadOrTold(line, name + " null");
                  object.putArray(name).add(true);
                  assertReadOrTold(line, name + " a list");
                  object.set(name, kept);
                }));
  }

  @Test
  void what_decisions_rest_on_must_be_there() {
    assertNeeded("bdev_get_bdevs", "name", "uuid", "block_size", "num_blocks", "claimed");
    assertNeeded("bdev_lvol_get_lvstores", "uuid", "name", "free_clusters", "cluster_size");
    assertNeeded("bdev_lvol_get_lvols", "uuid", "name", "lvs", "is_snapshot");
    assertNeeded("nvmf_get_subsystems", "nqn", "subtype", "allow_any_host");
    assertNeeded("nvmf_subsystem_get_controllers", "cntlid", "hostnqn");
    assertNeeded("nvmf_subsystem_get_qpairs", "cntlid", "qid", "state");
    assertNeeded("nvmf_subsystem_get_listeners", "address");
  }

  static Stream<JsonNode> recorded() throws IOException {
    try (var lines = RecordedAnswersTest.class.getResourceAsStream("/recorded-answers.jsonl")) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines().map(RecordedAnswersTest::parse).toList().stream();
    }
  }

  /** All but the tables, whose members are data: kinds of I/O, kinds of errors. */
  private static void grow(ObjectNode object) {
    if (!object.isEmpty() && !object.has("unmap") && !object.has("failed")) {
      object.put("zz_new", "member");
    }
  }

  private static JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException broken) {
      throw new AssertionError(line, broken);
    }
  }

  private static void assertNeeded(String method, String... members) {
    for (String member : members) {
      JsonNode line = first(method);
      ((ObjectNode) line.get("result").get(0)).remove(member);
      assertThat(read(line)).as("%s without %s", method, member).isCompletedExceptionally();
    }
  }

  private static JsonNode first(String method) {
    try (Stream<JsonNode> lines = recorded()) {
      return lines.filter(line -> line.get("method").asText().equals(method)).findFirst().get();
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private static void assertReadOrTold(JsonNode line, String how) {
    try {
      read(line).join();
    } catch (CompletionException told) {
      assertThat(told.getCause()).as(how).isInstanceOf(IOException.class);
    }
  }

  private static CompletableFuture<?> read(JsonNode line) {
    RecordingCaller caller = new RecordingCaller(line.get("result").toString());
    return READERS
        .get(line.get("method").asText())
        .apply(SpdkTarget.over(caller, new LvstoreQueues()));
  }

  private static void everyObject(JsonNode node, Consumer<ObjectNode> visit) {
    switch (node) {
      case ObjectNode object -> {
        List.copyOf(object.properties().stream().map(Map.Entry::getValue).toList())
            .forEach(child -> everyObject(child, visit));
        visit.accept(object);
      }
      case ArrayNode array -> array.forEach(child -> everyObject(child, visit));
      default -> {
        // nothing inside
      }
    }
  }
}
