package dev.liteio.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.liteio.controller.placement.Wish;
import dev.liteio.controller.request.Accessibility;
import dev.liteio.controller.request.StorageClassParameters;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Pools and logical volumes as nobody should write them: the other pools are used all the same. */
class OddPoolsTest {

  private static final KubernetesSerialization CODEC = new KubernetesSerialization();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Wish WISH =
      Wish.of(
          1L << 30,
          StorageClassParameters.parse(Map.of("poolSelector", "disk=good")),
          new Accessibility(Set.of(), List.of()));

  private static String pool(String name) {
    return """
    {"apiVersion":"liteio.dev/v1alpha1","kind":"StoragePool",
     "metadata":{"name":"%1$s","labels":{"disk":"%1$s"}},
     "spec":{"node":"node-%1$s","devices":[{"path":"/dev/a"}],"overcommitPercent":100,
      "reservedBytes":0,"maxConsumers":4,"cordoned":false,"lost":false},
     "status":{"capacityBytes":1099511627776,"freeBytes":1099511627776,"largestFreeBytes":1099511627776,
      "conditions":[{"type":"Ready","status":"True","reason":"Ready","message":"","lastTransitionTime":"2026-11-23T10:00:00Z"}]}}
    """
        .formatted(name);
  }

  private static final String VOLUME =
      """
      {"apiVersion":"liteio.dev/v1alpha1","kind":"LogicalVolume","metadata":{"name":"v-1"},
       "spec":{"volume":"v","leg":0,"pool":"odd","node":"node-odd","uuid":"u","lvol":"l","sizeBytes":1073741824,
        "thin":false,"controllerIdWindow":0,"provision":"Create",
        "hosts":[{"attachment":"a","attachmentUid":"u","node":"n","hostNqn":"q"}]},
       "status":{"state":"NotReady"}}
      """;

  @Randomised
  void theGoodPoolIsFoundWhateverStandsInTheOthers() {
    StoragePool good = read(pool("good"), StoragePool.class).orElseThrow();
    Cases.usual()
        .run(random -> {
          PoolTable table = new PoolTable();
          table.changed("good", good);
          read(damaged(pool("odd"), random), StoragePool.class)
              .ifPresent(odd -> table.changed("odd", odd));
          read(damaged(VOLUME, random), LogicalVolume.class)
              .filter(odd -> odd.getSpec() != null)
              .ifPresent(odd -> table.changed("v-1", odd.getSpec().pool(), odd));
          assertThat(table.place(WISH).toString()).contains("good");
          assertThat(table.capacity(WISH).available()).isPositive();
          table.get("odd").ifPresent(view -> assertThat(view.free()).isNotNegative());
        });
  }

  private static <T> Optional<T> read(String json, Class<T> type) {
    try {
      return Optional.of(CODEC.unmarshal(json, type));
    } catch (RuntimeException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
      return Optional.empty();
    }
  }

  private static String damaged(String json, Random random) throws Exception {
    ObjectNode tree = (ObjectNode) JSON.readTree(json);
    for (int n = random.nextInt(4); n >= 0; n--) {
      damage((ObjectNode) tree.get(random.nextBoolean() ? "status" : "spec"), random);
    }
    return tree.toString();
  }

  private static void damage(ObjectNode node, Random random) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) {
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    if (random.nextInt(4) == 0) {
      node.remove(name);
    } else {
      node.set(name, odd(node.get(name), random));
    }
  }

  private static JsonNode odd(JsonNode before, Random random) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (random.nextInt(before.isTextual() ? 3 : 6)) {
      case 0 -> make.textNode("NO such Node\n");
      case 1 -> make.textNode("x".repeat(random.nextInt(400)));
      case 2 -> make.nullNode();
      case 3 -> make.numberNode(random.nextLong());
      case 4 -> make.numberNode(Long.MAX_VALUE);
      default -> make.numberNode(random.nextInt(3) - 1);
    };
  }
}
