package dev.liteio.agent.plan;

import static dev.liteio.agent.plan.Samples.TERMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.liteio.agent.engine.LoadReport;
import dev.liteio.agent.engine.PoolContents;
import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Provision;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import dev.liteio.volume.LegIdentity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Objects as nobody should write them: refused one by one, and nobody else is worse off. */
class OddVolumesTest {

  private static final KubernetesSerialization CODEC = new KubernetesSerialization();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GOOD = object("good", "fffffff1-0000-4000-8000-000000000001");
  private static final String OTHER = object("other", "fffffff2-0000-4000-8000-000000000002");

  private static String object(String name, String uuid) {
    return """
    {"apiVersion":"liteio.dev/v1alpha1","kind":"LogicalVolume",
     "metadata":{"name":"%1$s","uid":"uid-%1$s","generation":3,"creationTimestamp":"2026-11-23T10:00:00Z",
      "finalizers":["liteio.dev/agent"]},
     "spec":{"volume":"%1$s","leg":0,"pool":"pool-1","node":"node-1","uuid":"%2$s","lvol":"lv-%1$s",
      "sizeBytes":1073741824,"thin":false,"controllerIdWindow":0,"provision":"Existing",
      "hosts":[{"attachment":"a","attachmentUid":"u","node":"n","hostNqn":"nqn.2014-08.org.nvmexpress:uuid:%2$s"}]},
     "status":{"observedGeneration":2,"state":"Ready","device":"/dev/a","sizeBytes":1073741824,"hosts":["x"]}}
    """
        .formatted(name, uuid);
  }

  @Randomised
  void oneOddObjectChangesNothingForTheOthers() {
    DesiredVolume good = read(GOOD).orElseThrow();
    VolumePlan alone = plan(good).getFirst();
    assertThat(alone.stages()).isNotEmpty();
    Cases.usual()
        .run(random -> {
          Optional<DesiredVolume> odd = read(damaged(OTHER, random));
          if (odd.isPresent()) {
            assertThat(plan(odd.get(), good)).contains(alone);
          }
        });
  }

  @Randomised
  void nothingIsCreatedOrDestroyedForAnObjectThatMakesNoSense() {
    Cases.usual()
        .run(random -> {
          Optional<DesiredVolume> odd = read(damaged(OTHER, random));
          if (odd.isEmpty()) {
            return;
          }
          boolean mayCreate = odd.get().spec().provision() == Provision.CREATE;
          boolean mayDestroy = odd.get().isToBeDestroyed();
          for (Step step :
              plan(odd.get()).getFirst().stages().stream().flatMap(List::stream).toList()) {
            assertThat(step instanceof Step.CreateVolume).isIn(false, mayCreate);
            assertThat(step instanceof Step.DeleteVolume).isIn(false, mayDestroy);
          }
        });
  }

  private static List<VolumePlan> plan(DesiredVolume... volumes) {
    List<StoredVolume> stored = new ArrayList<>();
    for (String name : List.of("lv-good", "lv-other")) {
      stored.add(
          new StoredVolume(
              Samples.store("/dev/a"), name, "uuid-" + name, Samples.GIB, false, Samples.GIB));
    }
    PoolContents contents =
        new PoolContents(
            List.of(Samples.device("/dev/a", 4096 * Samples.GIB, 2048 * Samples.GIB)), stored);
    ObservedPool observed = new ObservedPool(LoadReport.CLEAN.explain(contents), Map.of(), false);
    return Planner.plan(Samples.pool(volumes), observed, TERMS).volumes();
  }

  /** As the watch reads it; what its types cannot hold is refused there. */
  private static Optional<DesiredVolume> read(String json) {
    LogicalVolume object;
    try {
      object = CODEC.unmarshal(json, LogicalVolume.class);
    } catch (RuntimeException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
      return Optional.empty();
    }
    return object.getSpec() == null ? Optional.empty() : Optional.of(DesiredVolume.of(object));
  }

  private static String damaged(String json, Random random) throws Exception {
    ObjectNode tree = (ObjectNode) JSON.readTree(json);
    for (int n = random.nextInt(4); n >= 0; n--) {
      damage((ObjectNode) tree.get(random.nextInt(3) == 0 ? "status" : "spec"), random);
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
    JsonNode value = node.get(name);
    if (value instanceof ArrayNode array
        && array.size() > 0
        && array.get(0) instanceof ObjectNode inner) {
      damage(inner, random);
    } else if (random.nextInt(5) == 0) {
      node.remove(name);
    } else {
      node.set(name, odd(value, random));
    }
  }

  /** Mostly of the type it was: what the schema of the API server lets through. */
  private static JsonNode odd(JsonNode before, Random random) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (random.nextInt(before.isTextual() ? 5 : 8)) {
      case 0 -> make.textNode("");
      case 1 -> make.textNode(text(random));
      case 2 -> make.textNode(LegIdentity.mint().uuid().toString());
      case 3 -> make.textNode("Create");
      case 4 -> make.nullNode();
      case 5 -> make.numberNode(random.nextLong());
      case 6 -> make.numberNode(random.nextInt(3) - 1);
      default -> make.booleanNode(random.nextBoolean());
    };
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(300), 1, 0x2fff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
