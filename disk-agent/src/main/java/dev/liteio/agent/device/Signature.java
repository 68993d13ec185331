package dev.liteio.agent.device;

import java.util.List;
import java.util.Optional;

/**
 * Names what the first bytes of a device are, for people. It decides nothing: what is not blank is
 * not taken, known or not.
 */
final class Signature {

  private record Known(int offset, String magic, String what) {}

  private static final List<Known> KNOWN =
      List.of(
          text(512, "EFI PART", "a GPT partition table"),
          text(0, "XFSB", "an XFS file system"),
          bytes(1080, "an ext2, ext3 or ext4 file system", 0x53, 0xef),
          text(65_600, "_BHRfS_M", "a btrfs file system"),
          text(512, "LABELONE", "an LVM physical volume"),
          text(0, "LUKS", "a LUKS volume"),
          text(4086, "SWAPSPACE2", "swap space"),
          bytes(4096, "a member of a Linux RAID", 0xfc, 0x4e, 0x2b, 0xa9),
          bytes(510, "a partition table or boot sector", 0x55, 0xaa));

  private Signature() {}

  static Optional<String> in(byte[] head) {
    return KNOWN.stream()
        .filter(known -> matches(head, known.offset(), known.magic()))
        .map(Known::what)
        .findFirst();
  }

  /** Whether these bytes, one for each character, stand there. */
  static boolean matches(byte[] head, int offset, String magic) {
    if (head.length < offset + magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if ((head[offset + i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static Known text(int offset, String magic, String what) {
    return new Known(offset, magic, what);
  }

  private static Known bytes(int offset, String what, int... magic) {
    StringBuilder text = new StringBuilder();
    for (int one : magic) {
      text.append((char) one);
    }
    return new Known(offset, text.toString(), what);
  }
}
