package dev.liteio.target.lvs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens to clusters when they are released. */
public enum ClearMethod {
  /** Nothing: the next volume on them reads what was there. */
  NONE(0),
  /** They are given back to the device; whether that clears them is the device's affair. */
  UNMAP(1),
  /** They are overwritten. */
  WRITE_ZEROES(2);

  private final int code;

  ClearMethod(int code) {
    this.code = code;
  }

  /** Its number in the metadata. */
  int code() {
    return code;
  }

  static ClearMethod ofCode(int code) {
    return Arrays.stream(values())
        .filter(method -> method.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("clear method " + code));
  }

  /** The method of that name on the wire. */
  public static Optional<ClearMethod> ofWord(String word) {
    return Arrays.stream(values()).filter(m -> m.word().equals(word)).findFirst();
  }

  /** Its name on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
