package dev.liteio.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.rpc.TimeLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChangesTest {
  private static final TimeLimit LIMIT = TimeLimit.after(Duration.ofSeconds(50));

  private final Changes changes = new Changes(name -> Optional.empty());
  private final AtomicBoolean there = new AtomicBoolean();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch waiting = new CountDownLatch(1);

  private boolean worth() {
    asked.incrementAndGet();
    waiting.countDown();
    return there.get();
  }

  private CompletableFuture<String> awaited(String... names) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return changes.await(
            List.of(names), this::worth, () -> there.get() ? "answer" : null, LIMIT);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    });
  }

  @Test
  void only_what_is_heard_of_the_very_volume_is_a_reason_to_look() throws Exception {
    CompletableFuture<String> answer = awaited("mine", "mine-too");
    waiting.await();
    for (int i = 0; i < 1000; i++) {
      changes.tell("somebody else's");
    }
    there.set(true);
    changes.tell("mine-too");

    assertThat(answer.join()).isEqualTo("answer");
    assertThat(asked).hasValueLessThan(4);
  }

  @Test
  void what_is_never_heard_of_is_looked_at_all_the_same() throws Exception {
    CompletableFuture<String> answer = awaited("mine");
    waiting.await();
    there.set(true);

    assertThat(answer.join()).isEqualTo("answer");
  }

  @Test
  void without_an_answer_it_ends_with_the_time() throws Exception {
    String answer =
        changes.await(
            List.of("mine"), () -> false, () -> null, TimeLimit.after(Duration.ofMillis(20)));
    assertThat(answer).isNull();
  }
}
