package dev.liteio.spdk.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

  @Test
  void waits_double_up_to_the_longest() {
    BackOff backOff = new BackOff(Duration.ofMillis(20), Duration.ofSeconds(1));
    assertThat(backOff.after(1)).isEqualTo(Duration.ofMillis(20));
    assertThat(backOff.after(2)).isEqualTo(Duration.ofMillis(40));
    assertThat(backOff.after(6)).isEqualTo(Duration.ofMillis(640));
    assertThat(backOff.after(7)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backOff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_back_off_that_does_not_wait_is_refused() {
    assertThatThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("PT0S");
    assertThatThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
