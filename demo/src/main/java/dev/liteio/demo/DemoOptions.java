package dev.liteio.demo;

/**
 * How the story is told.
 *
 * @param vm the host is the kernel of a guest, not the JVM
 * @param keep leave everything running at the end, until interrupted
 * @param mebibytes how much is written and verified
 */
public record DemoOptions(boolean vm, boolean keep, int mebibytes) {

  /** As much as the story promises. */
  public static final int DEFAULT_MEBIBYTES = 256;

  /** As much as fits into the volume beside what the story itself writes. */
  private static final int MOST_MEBIBYTES = 384;

  public DemoOptions {
    if (mebibytes < 1 || mebibytes > MOST_MEBIBYTES) {
      throw new IllegalArgumentException(
          "--mebibytes %d (expected: 1 to %d)".formatted(mebibytes, MOST_MEBIBYTES));
    }
  }
}
