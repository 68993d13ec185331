package dev.liteio.agent.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.testing.Devices;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceProbeTest {

  private static final long MIB = 1L << 20;
  private static final String STORE = "liteio-0123456789abcdef0123456789abcdef";

  @TempDir Path folder;
  private final DeviceProbe probe = new DeviceProbe(DeviceUse.ofThisMachine());

  @Test
  void aDeviceOfZeroesIsBlank() throws IOException {
    assertThat(probe.look(device(), STORE)).isEqualTo(new Finding.Blank(64 * MIB));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 511, 4096, (16 << 20) - 1, 60L << 20, (64L << 20) - 1})
  void aByteInHeadOrTailIsFound(long at) throws IOException {
    Path device = device();
    write(device, at, new byte[] {1});

    assertThat(probe.look(device, STORE)).isInstanceOf(Finding.Foreign.class);
  }

  @Test
  void dataInTheMiddleIsFoundBySamples() throws IOException {
    Path device = device();
    Devices.fill(device, 30 * MIB, 31 * MIB, 1);

    assertThat(probe.look(device, STORE)).isInstanceOf(Finding.Foreign.class);
  }

  @ParameterizedTest
  @CsvSource({
    "512, EFI PART, GPT",
    "0, XFSB, XFS",
    "512, LABELONE, LVM",
    "0, LUKS, LUKS",
    "65600, _BHRfS_M, btrfs"
  })
  void whatWasFoundIsNamed(long at, String magic, String name) throws IOException {
    Path device = device();
    write(device, at, magic.getBytes(StandardCharsets.US_ASCII));

    assertThat(probe.look(device, STORE))
        .isInstanceOfSatisfying(
            Finding.Foreign.class, foreign -> assertThat(foreign.what()).contains(name));
  }

  @Test
  void aStoreIsOursOnlyByItsName() throws IOException {
    Path device = device();
    write(device, 0, "SPDKBLOB".getBytes(StandardCharsets.US_ASCII));
    assertThat(probe.look(device, STORE)).isInstanceOf(Finding.SomeStore.class);

    write(device, 5 * MIB, STORE.getBytes(StandardCharsets.US_ASCII));
    assertThat(probe.look(device, STORE)).isEqualTo(new Finding.Ours());
  }

  @ParameterizedTest
  @ValueSource(longs = {512, MIB - 20, MIB - 39, 2 * MIB - 60, (16 << 20) - 39})
  void theNameOfAStoreIsFoundWhereverItLiesInTheHead(long at) throws IOException {
    Path device = device();
    write(device, 0, "LITEIOLV".getBytes(StandardCharsets.US_ASCII));
    write(device, at, STORE.getBytes(StandardCharsets.US_ASCII));

    assertThat(probe.look(device, STORE)).isEqualTo(new Finding.Ours());
  }

  @Test
  void whatIsMissingOrCannotBeReadIsNeverBlank() throws IOException {
    assertThat(probe.look(folder.resolve("missing"), STORE)).isInstanceOf(Finding.Unreadable.class);
    assertThat(probe.look(folder, STORE)).isInstanceOf(Finding.Foreign.class);
    assertThat(probe.look(Path.of("/dev/null"), STORE)).isInstanceOf(Finding.Foreign.class);
    assertThat(probe.look(Path.of("/dev/zero"), STORE)).isInstanceOf(Finding.Foreign.class);
    Path small = Files.write(folder.resolve("small"), new byte[4096]);
    assertThat(probe.look(small, STORE)).isInstanceOf(Finding.Foreign.class);
  }

  private Path device() throws IOException {
    return Devices.blank(folder.resolve("device"), 64 * MIB);
  }

  private static void write(Path device, long at, byte[] bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
      file.seek(at);
      file.write(bytes);
    }
  }
}
