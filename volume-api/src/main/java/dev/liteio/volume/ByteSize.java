package dev.liteio.volume;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A size in bytes, never negative. Written as Kubernetes writes quantities ({@code 10Gi}). */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

  /** Nothing. */
  public static final ByteSize ZERO = new ByteSize(0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,19})(Ki|Mi|Gi|Ti|Pi)?");
  private static final String[] UNITS = {"", "Ki", "Mi", "Gi", "Ti", "Pi"};

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("size: %d bytes (expected: >= 0)".formatted(bytes));
    }
  }

  /** {@code n} mebibytes. */
  public static ByteSize mebibytes(long n) {
    return new ByteSize(Math.multiplyExact(n, 1L << 20));
  }

  /** {@code n} gibibytes. */
  public static ByteSize gibibytes(long n) {
    return new ByteSize(Math.multiplyExact(n, 1L << 30));
  }

  /**
   * Reads {@code 512}, {@code 64Mi}, {@code 10Gi}.
   *
   * @throws IllegalArgumentException when the text is no such quantity or does not fit 63 bits
   */
  public static ByteSize parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "size: '%s' (expected: a whole number, with Ki, Mi, Gi, Ti or Pi behind it if you like)"
              .formatted(text));
    }
    try {
      long number = Long.parseLong(form.group(1));
      return new ByteSize(Math.multiplyExact(number, 1L << (10 * power(form.group(2)))));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("size: '%s' (expected: < 8Ei)".formatted(text), e);
    }
  }

  private static int power(@Nullable String unit) {
    if (unit == null) {
      return 0;
    }
    return switch (unit) {
      case "Ki" -> 1;
      case "Mi" -> 2;
      case "Gi" -> 3;
      case "Ti" -> 4;
      default -> 5;
    };
  }

  /** The sum of both. */
  public ByteSize plus(ByteSize other) {
    return new ByteSize(Math.addExact(bytes, other.bytes));
  }

  /** What is left, or nothing when {@code other} is larger. */
  public ByteSize minusOrZero(ByteSize other) {
    return new ByteSize(Math.max(0, bytes - other.bytes));
  }

  /** The smallest multiple of {@code unit} that is at least this. */
  public ByteSize roundedUpTo(ByteSize unit) {
    long units = Math.ceilDiv(bytes, unit.bytes);
    return new ByteSize(Math.multiplyExact(units, unit.bytes));
  }

  /** The largest multiple of {@code unit} that is at most this. */
  public ByteSize roundedDownTo(ByteSize unit) {
    return new ByteSize(bytes - bytes % unit.bytes);
  }

  /** For people: the largest unit that leaves a whole number, at most one decimal, rounded down. */
  public String rounded() {
    int unit = 0;
    long whole = bytes;
    long rest = 0;
    while (whole >= 1024 && unit < UNITS.length - 1) {
      rest = whole % 1024;
      whole /= 1024;
      unit++;
    }
    long tenths = rest * 10 / 1024;
    return whole + (tenths == 0 ? "" : "." + tenths) + (unit == 0 ? "B" : UNITS[unit] + "B");
  }

  /** The same of so many bytes; null when there are none to speak of. */
  public static @Nullable String rounded(@Nullable Long bytes) {
    return bytes == null ? null : new ByteSize(Math.max(0, bytes)).rounded();
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    long value = bytes;
    int unit = 0;
    while (value != 0 && value % 1024 == 0 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return value + UNITS[unit];
  }
}
