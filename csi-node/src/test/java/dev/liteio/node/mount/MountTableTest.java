package dev.liteio.node.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.node.sysfs.DeviceNumber;
import dev.liteio.node.sysfs.NvmeDisk;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MountTableTest {
  /** As a Debian 12 node with a mounted volume and two binds of it prints them. */
  private static final String TABLE =
      """
      24 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw,errors=remount-ro
      25 24 0:5 / /dev rw,nosuid shared:2 master:3 - devtmpfs udev rw,size=10240k
      41 24 259:1 / /run/m rw,relatime shared:13 - ext4 /dev/nvme0n1 rw
      42 24 259:1 / /var/lib/pod\\040one ro,relatime shared:13 - ext4 /dev/nvme0n1 rw
      43 24 0:5 /nvme0n1 /var/lib/dev/a\\134b rw - devtmpfs udev rw
      44 24 0:40 / /empty rw - tmpfs  rw
      """;

  private static final NvmeDisk DISK =
      new NvmeDisk("nvme0n1", "u", "nqn", 1, new DeviceNumber(259, 1));

  @Test
  void linesAreReadWithTheirOctalEscapes() {
    var table = MountTable.parse(TABLE);
    assertThat(table.mounts()).hasSize(6);
    var pod = table.at("/var/lib/pod one").orElseThrow();
    assertThat(pod.readOnly()).isTrue();
    assertThat(pod.device()).isEqualTo(new DeviceNumber(259, 1));
    assertThat(pod.type()).isEqualTo("ext4");
    assertThat(pod.source()).isEqualTo("/dev/nvme0n1");
    assertThat(table.at("/var/lib/dev/a\\b").orElseThrow().isNode("nvme0n1")).isTrue();
    assertThat(table.at("/run/m").orElseThrow().readOnly()).isFalse();
    assertThat(table.at("/nothing")).isEmpty();
  }

  @Test
  void everyMountOfADiskIsFoundItsNodeToo() {
    assertThat(MountTable.parse(TABLE).of(DISK))
        .extracting(Mount::target)
        .containsExactly("/run/m", "/var/lib/pod one", "/var/lib/dev/a\\b");
  }

  @Test
  void theLastMountOnAPathIsTheOneThatIsSeen() {
    var table =
        MountTable.parse(TABLE + "50 41 259:2 / /run/m rw shared:1 - xfs /dev/nvme1n1 rw\n");
    assertThat(table.at("/run/m").orElseThrow().type()).isEqualTo("xfs");
  }

  @Test
  void aLineThatIsNoneIsQuoted() {
    for (String line :
        new String[] {
          "x",
          "1 2 3:4 / /m rw",
          "1 2 3:4 / /m rw - ext4",
          "a 2 3:4 / /m rw - ext4 s o",
          "1 2 34 / /m rw - ext4 s o",
          "1 2 3: / /m rw - ext4 s o"
        }) {
      assertThatThrownBy(() -> MountTable.parse(TABLE + line + "\n"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(line);
    }
  }

  @Randomised
  void damagedTablesAreReadOrRefusedAndNothingElse() {
    Cases.usual()
        .run(random -> {
          var text = new StringBuilder(TABLE);
          for (int n = random.nextInt(4); n >= 0; n--) {
            damage(text, random);
          }
          try {
            MountTable.parse(text.toString());
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("mountinfo");
          }
        });
  }

  @Randomised
  void whatIsEscapedIsUnescaped() {
    Cases.usual()
        .run(random -> {
          String plain =
              random
                  .ints(random.nextInt(12), 0, 4)
                  .mapToObj(n -> " \t\\a".substring(n, n + 1))
                  .reduce("", String::concat);
          String escaped =
              plain.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
          assertThat(MountTable.unescape(escaped)).isEqualTo(plain);
        });
  }

  private static void damage(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> text.setCharAt(at, (char) random.nextInt(0x7f));
      case 1 -> text.replace(at, at + 1, "0");
      case 2 -> text.insert(at, "\\0 -:".charAt(random.nextInt(4)));
      default -> text.setLength(Math.max(2, at));
    }
  }
}
