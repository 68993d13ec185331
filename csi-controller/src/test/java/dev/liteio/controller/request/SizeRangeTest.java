package dev.liteio.controller.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.CapacityRange;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.failure.OutOfRange;
import org.junit.jupiter.api.Test;

class SizeRangeTest {

  private static final long MIB = 1L << 20;

  private static long size(long required, long limit) {
    return SizeRange.parse(range(required, limit), true).choose().bytes();
  }

  private static CapacityRange range(long required, long limit) {
    return CapacityRange.newBuilder().setRequiredBytes(required).setLimitBytes(limit).build();
  }

  @Test
  void whatIsAskedForExactlyIsGivenExactly() {
    assertThat(size(7 * MIB, 7 * MIB)).isEqualTo(7 * MIB);
  }

  @Test
  void aSizeIsRoundedUpWithinTheLimit() {
    assertThat(size(7 * MIB + 1, 0)).isEqualTo(8 * MIB);
    assertThatThrownBy(() -> size(7 * MIB + 1, 7 * MIB + 2)).isInstanceOf(OutOfRange.class);
  }

  @Test
  void aLimitAloneIsNeverPassed() {
    assertThat(size(0, 7 * MIB + 5)).isEqualTo(7 * MIB);
    assertThat(size(0, 1L << 40)).isEqualTo(1L << 30);
    assertThatThrownBy(() -> size(0, MIB - 1)).isInstanceOf(OutOfRange.class);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> size(-1, 0)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> size(0, 0)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> size(2 * MIB, MIB)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> size(Long.MAX_VALUE, 0)).isInstanceOf(OutOfRange.class);
  }
}
