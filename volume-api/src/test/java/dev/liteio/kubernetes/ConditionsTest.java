package dev.liteio.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

  private static final Instant THEN = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-02T00:00:00Z");

  @Test
  void theDateStaysWhileTheStatusDoes() {
    List<Condition> first = Conditions.upsert(null, "Ready", false, "Loading", "loading", 1, THEN);
    List<Condition> second = Conditions.upsert(first, "Ready", false, "Full", "full", 2, NOW);
    Condition condition = Conditions.find(second, "Ready").orElseThrow();
    assertThat(condition.getLastTransitionTime()).isEqualTo(THEN.toString());
    assertThat(condition.getReason()).isEqualTo("Full");
    assertThat(condition.getObservedGeneration()).isEqualTo(2);
  }

  @Test
  void theDateChangesWithTheStatus() {
    List<Condition> first = Conditions.upsert(null, "Ready", false, "Loading", "loading", 1, THEN);
    List<Condition> second = Conditions.upsert(first, "Ready", true, "Loaded", "", 1, NOW);
    assertThat(second).hasSize(1);
    assertThat(second.get(0).getLastTransitionTime()).isEqualTo(NOW.toString());
    assertThat(Conditions.holds(second, "Ready")).isTrue();
  }

  @Test
  void otherTypesAreLeftAlone() {
    List<Condition> first = Conditions.upsert(null, "A", true, "X", "", 1, THEN);
    assertThat(Conditions.upsert(first, "B", false, "Y", "", 1, THEN))
        .extracting(Condition::getType)
        .containsExactly("A", "B");
  }
}
