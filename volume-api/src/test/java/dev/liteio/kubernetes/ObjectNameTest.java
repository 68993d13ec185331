package dev.liteio.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "node-1", "ip-10-0-0-1.eu.internal", "0", "a--b"})
  void names_of_the_API_are_possible(String name) {
    assertThat(ObjectName.isPossible(name)).isTrue();
    assertThat(ObjectName.isPossible(name.repeat(300))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", "a.", "-a", "a-", "a..b", "A", "a/b", "../a", "a b", "a%20b", "a?b", "\0"
      })
  void nothing_that_would_change_a_URL_is(String name) {
    assertThat(ObjectName.isPossible(name)).isFalse();
  }
}
