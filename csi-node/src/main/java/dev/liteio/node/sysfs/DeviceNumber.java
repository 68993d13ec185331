package dev.liteio.node.sysfs;

/** The numbers of a block device. */
public record DeviceNumber(int major, int minor) {
  /**
   * Reads {@code 259:1}.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static DeviceNumber parse(String text) {
    int colon = text.indexOf(':');
    try {
      return new DeviceNumber(
          Integer.parseUnsignedInt(text, 0, Math.max(colon, 0), 10),
          Integer.parseUnsignedInt(text, colon + 1, text.length(), 10));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "device number: '%s' (expected: major:minor)".formatted(text), e);
    }
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
