package dev.liteio.controller.request;

import csi.v1.CapacityRange;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.failure.OutOfRange;
import dev.liteio.volume.ByteSize;

/**
 * How large a volume may be.
 *
 * @param required at least
 * @param limit at most; {@link Long#MAX_VALUE} = no limit
 */
public record SizeRange(long required, long limit) {

  /** Sizes are multiples of it. */
  public static final ByteSize UNIT = ByteSize.mebibytes(1);

  private static final ByteSize DEFAULT = ByteSize.gibibytes(1);
  private static final ByteSize MOST = new ByteSize(1L << 50);

  /** Reads a capacity range; {@code present} = the request had one. */
  public static SizeRange parse(CapacityRange range, boolean present) {
    long required = range.getRequiredBytes();
    long limit = range.getLimitBytes();
    if (required < 0 || limit < 0) {
      throw new InvalidRequest(
          "capacity_range: required %d, limit %d (expected: not negative)"
              .formatted(required, limit));
    }
    if (present && required == 0 && limit == 0) {
      throw new InvalidRequest("capacity_range: neither required_bytes nor limit_bytes");
    }
    if (limit != 0 && required > limit) {
      throw new InvalidRequest("capacity_range: required %d > limit %d".formatted(required, limit));
    }
    return new SizeRange(required, limit == 0 ? Long.MAX_VALUE : limit);
  }

  /** The size a new volume gets. */
  public ByteSize choose() {
    if (required > MOST.bytes()) {
      throw new OutOfRange("size %d (expected: <= %s)".formatted(required, MOST));
    }
    long wanted = required != 0 ? required : Math.min(DEFAULT.bytes(), limit);
    ByteSize size = new ByteSize(wanted).roundedUpTo(UNIT);
    if (required == 0 && size.bytes() > limit) {
      size = new ByteSize(limit).roundedDownTo(UNIT);
    }
    if (size.bytes() > limit || size.bytes() == 0) {
      throw new OutOfRange(
          "size %d to %d: no multiple of %s in between".formatted(required, limit, UNIT));
    }
    return size;
  }

  /** The largest volume that fits into so many bytes; 0 = none does. */
  public static long largestUpTo(long bytes) {
    return new ByteSize(Math.clamp(bytes, 0, MOST.bytes())).roundedDownTo(UNIT).bytes();
  }

  /** Whether a volume of that size will do. */
  public boolean contains(long bytes) {
    return bytes >= required && bytes <= limit;
  }
}
