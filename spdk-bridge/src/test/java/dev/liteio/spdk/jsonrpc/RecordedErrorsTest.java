package dev.liteio.spdk.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error that was ever seen of a real target has its meaning. */
class RecordedErrorsTest {

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvFileSource(resources = "/recorded-errors.tsv", delimiter = '\t', quoteCharacter = '\u0001')
  void means(String method, int code, String text, SpdkReason reason) {
    assertThat(SpdkReasons.of(method, code, text)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "some_method, -28, out of it, NO_SPACE",
    "some_method, -11, later, BUSY",
    "some_method, -95, no, UNSUPPORTED",
    "some_method, -32602, never heard of, UNKNOWN",
    "some_method, -4711, never heard of, UNKNOWN",
    "bdev_uring_rescan, -16, Device or resource busy, NOT_PERMITTED"
  })
  void an_unseen_text_is_judged_by_its_code(
      String method, int code, String text, SpdkReason reason) {
    assertThat(SpdkReasons.of(method, code, text)).isEqualTo(reason);
  }

  @Test
  void a_refused_removal_of_a_host_never_reads_as_gone() {
    assertThat(SpdkReasons.of("nvmf_subsystem_remove_host", -32603, "Internal error"))
        .isEqualTo(SpdkReason.AMBIGUOUS);
  }

  @Test
  void the_table_is_there() throws IOException {
    try (var table = getClass().getResourceAsStream("/recorded-errors.tsv")) {
      List<String> lines =
          new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(lines).hasSizeGreaterThan(150);
    }
  }
}
