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
}
