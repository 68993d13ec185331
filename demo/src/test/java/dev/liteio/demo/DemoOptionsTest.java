package dev.liteio.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoOptionsTest {

  @ParameterizedTest
  @EnumSource
  void the_usual_amount_is_possible(DemoHost host) {
    assertThat(new DemoOptions(host, false, host.usualMebibytes()).mebibytes())
        .isLessThan(host.mostMebibytes());
  }

  @Test
  void more_than_the_volume_holds_is_refused_with_what_it_holds() {
    assertThatThrownBy(() -> new DemoOptions(DemoHost.CLUSTER, false, 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--mebibytes 256 (expected: 1 to 128)");
    assertThat(new DemoOptions(DemoHost.JVM, false, 256).mebibytes()).isEqualTo(256);
  }
}
