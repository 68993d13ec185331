package dev.liteio.kubernetes;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conditions of a status (Kubernetes API conventions): one of each type, dated when it changed. */
public final class Conditions {

  /** The type of the condition that says whether an object can be used. */
  public static final String READY = "Ready";

  private Conditions() {}

  /**
   * The list with that condition in it.
   *
   * @param present what is there
   * @param type such as {@code Ready}
   * @param holds its status
   * @param reason one word in CamelCase
   * @param message for people
   * @param generation the generation of the spec it is about
   * @param now when, if the status changes by it
   */
  public static List<Condition> upsert(
      @Nullable List<Condition> present,
      String type,
      boolean holds,
      String reason,
      String message,
      long generation,
      Instant now) {
    String status = holds ? "True" : "False";
    List<Condition> all = new ArrayList<>(present == null ? List.of() : present);
    Optional<Condition> before = find(present, type);
    String since =
        before
            .filter(condition -> status.equals(condition.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    Condition fresh =
        new ConditionBuilder()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .withObservedGeneration(generation)
            .withLastTransitionTime(since)
            .build();
    int at = before.map(all::indexOf).orElse(-1);
    if (at < 0) {
      all.add(fresh);
    } else {
      all.set(at, fresh);
    }
    return List.copyOf(all);
  }

  /** The condition of that type. */
  public static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(condition -> type.equals(condition.getType())).findFirst();
  }

  /** Whether the condition of that type is there and True. */
  public static boolean holds(@Nullable List<Condition> conditions, String type) {
    return find(conditions, type).map(c -> "True".equals(c.getStatus())).orElse(false);
  }
}
