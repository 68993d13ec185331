package dev.liteio.demo;

/**
 * How the story is told.
 *
 * @param host whose NVMe host uses the volume
 * @param keep leave everything running, until interrupted
 * @param mebibytes how much is written and verified
 */
public record DemoOptions(DemoHost host, boolean keep, int mebibytes) {

  public DemoOptions {
    if (mebibytes < 1 || mebibytes > host.mostMebibytes()) {
      throw new IllegalArgumentException(
          "--mebibytes %d (expected: 1 to %d)".formatted(mebibytes, host.mostMebibytes()));
    }
  }
}
