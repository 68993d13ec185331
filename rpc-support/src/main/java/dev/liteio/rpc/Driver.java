package dev.liteio.rpc;

import java.util.Map;

/**
 * What a CSI driver says of itself.
 *
 * @param name reverse domain, at most 63 characters (csi.proto GetPluginInfo)
 * @param version the vendor version, not empty
 * @param manifest free text for people
 */
public record Driver(String name, String version, Map<String, String> manifest) {
  /** The name of this driver. */
  public static final String NAME = "csi.liteio.dev";

  public Driver {
    if (version.isBlank()) {
      throw new IllegalArgumentException("driver version: empty (expected: a version)");
    }
    manifest = Map.copyOf(manifest);
  }

  /** This driver, in the version of the jar it runs from. */
  public static Driver thisBuild() {
    String version = Driver.class.getPackage().getImplementationVersion();
    return new Driver(NAME, version == null ? "0.1.0-SNAPSHOT" : version, Map.of());
  }
}
