package dev.liteio.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CasesTest {
  private final List<Integer> drawn = new ArrayList<>();

  @Test
  void the_same_seed_makes_the_same_cases() {
    new Cases(5, 3, Duration.ZERO).run(random -> drawn.add(random.nextInt()));
    new Cases(5, 3, Duration.ZERO).run(random -> drawn.add(random.nextInt()));

    assertThat(drawn).hasSize(6);
    assertThat(drawn.subList(0, 3)).doesNotHaveDuplicates().isEqualTo(drawn.subList(3, 6));
  }

  @Test
  void neighbouring_cases_begin_differently() {
    new Cases(5, 100, Duration.ZERO).run(random -> drawn.add(random.nextInt(4)));

    assertThat(drawn).contains(0, 1, 2, 3);
  }

  @Test
  void a_failure_names_the_seed_that_repeats_it() {
    assertThatThrownBy(() ->
            new Cases(100, 10, Duration.ZERO)
                .run(random -> {
                  drawn.add(random.nextInt());
                  assertThat(drawn).hasSizeLessThan(4);
                }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dliteio.fuzz.seed=103 -Dliteio.fuzz.cases=1");
    assertThat(drawn.getLast()).isEqualTo(Cases.generator(103).nextInt());
  }

  @Test
  void a_soak_goes_on_until_its_time_is_over() {
    long start = System.nanoTime();
    new Cases(1, 1, Duration.ofMillis(20)).run(random -> drawn.add(random.nextInt()));

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
    assertThat(drawn).hasSizeGreaterThan(1);
  }
}
