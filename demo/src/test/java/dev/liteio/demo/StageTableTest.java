package dev.liteio.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StageTableTest {

  @Test
  void a_short_story_is_told_in_milliseconds() {
    assertThat(StageTable.of(List.of(new Stage("begin", 7), new Stage("go on", 1200))).lines())
        .containsExactly(
            "  begin        7 ms",
            "  go on     1200 ms",
            "  -----------------",
            "  all       1207 ms");
  }

  @Test
  void a_long_one_in_seconds() {
    assertThat(StageTable.of(List.of(new Stage("begin", 7), new Stage("go on", 65_432))).lines())
        .containsExactly(
            "  begin       0.0 s",
            "  go on      65.4 s",
            "  -----------------",
            "  all        65.4 s");
  }
}
