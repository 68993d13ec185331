package dev.liteio.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WordsTest {

  static Stream<Enum<?>> constants() {
    return Stream.concat(
        Stream.of(LogicalVolumeReason.values()), Stream.of(LogicalVolumeState.values()));
  }

  @ParameterizedTest
  @MethodSource("constants")
  void aConditionSaysAReasonAsTheStatusWritesIt(Enum<?> constant) {
    assertThat(Words.of(constant))
        .isEqualTo(JsonMapper.builder().build().convertValue(constant, String.class));
  }
}
