package dev.liteio.target.nvmf;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a path may be used for the namespaces of a group (NVMe Base 2.0, 5.16.1.13). */
public enum AnaState {
  OPTIMIZED(1),
  NON_OPTIMIZED(2),
  INACCESSIBLE(3);

  private final int code;

  AnaState(int code) {
    this.code = code;
  }

  /** Its number in the ANA log. */
  public int code() {
    return code;
  }

  /** SPDK's word. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that word. */
  public static Optional<AnaState> ofWord(String word) {
    return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
  }
}
