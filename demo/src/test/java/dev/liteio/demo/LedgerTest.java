package dev.liteio.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private final Ledger ledger = new Ledger(4);

  @Test
  void whatWasAcknowledgedHasToBeThere() {
    ledger.attempt(1, 5);
    ledger.acknowledge(1, 5);
    ledger.attempt(1, 9);
    assertThat(ledger.isPlausible(1, 5)).isTrue();
    assertThat(ledger.isPlausible(1, 9)).as("it may have landed before the crash").isTrue();
    assertThat(ledger.isPlausible(1, 4)).as("older than what was acknowledged").isFalse();
    assertThat(ledger.isPlausible(1, -1)).as("torn").isFalse();
    assertThat(ledger.isPlausible(1, 10)).as("never written").isFalse();
  }

  @Test
  void aBlockTellsWhichWriteItIs() {
    ByteBuffer block = StampedBlock.of(3, 77, 4096);
    assertThat(StampedBlock.sequence(3, block)).isEqualTo(77);
    assertThat(StampedBlock.sequence(2, block)).as("of another slot").isEqualTo(-1);
    block.put(4000, (byte) (block.get(4000) + 1));
    assertThat(StampedBlock.sequence(3, block)).as("one byte is wrong").isEqualTo(-1);
    assertThat(StampedBlock.sequence(0, ByteBuffer.allocate(4096))).as("never written").isZero();
  }
}
