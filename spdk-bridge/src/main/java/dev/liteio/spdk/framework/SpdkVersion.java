package dev.liteio.spdk.framework;

/** The answer of spdk_get_version. */
public record SpdkVersion(String version, Fields fields) {

  /** The parts of the version; 26.09 has major 26 and minor 9. */
  public record Fields(int major, int minor, int patch, String suffix) {}
}
