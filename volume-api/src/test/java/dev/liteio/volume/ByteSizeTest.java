package dev.liteio.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "512,512",
    "1Ki,1024",
    "64Mi,67108864",
    "10Gi,10737418240",
    "1Pi,1125899906842624"
  })
  void readsAndWritesQuantities(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    assertThat(ByteSize.parse(new ByteSize(bytes).toString())).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0B",
    "1023,1023B",
    "10737418240,10GiB",
    "1000204886016,931.5GiB",
    "1125899906842623,1023.9TiB",
    "9223372036854775807,8191.9PiB"
  })
  void isRoundedForPeopleAndNeverUp(long bytes, String text) {
    assertThat(new ByteSize(bytes).rounded()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1.5Gi", "10G", "Gi", "9999999999999Pi", "99999999999999999999"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void roundsToUnits() {
    ByteSize cluster = ByteSize.mebibytes(4);
    assertThat(new ByteSize(1).roundedUpTo(cluster)).isEqualTo(cluster);
    assertThat(cluster.roundedUpTo(cluster)).isEqualTo(cluster);
    assertThat(ByteSize.mebibytes(7).roundedDownTo(cluster)).isEqualTo(cluster);
  }
}
