package dev.liteio.e2e.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A Maven module as the packages it owns and the modules it may know: the arrows of the design. */
@SuppressWarnings("ImmutableEnumChecker") // the lists come from List.of
enum Layer {
  PROTO(List.of("csi..", "pluginregistration..")),
  VOLUME_API(
      List.of(
          "dev.liteio.volume..",
          "dev.liteio.crd..",
          "dev.liteio.failure..",
          "dev.liteio.kubernetes..")),
  RPC_SUPPORT(List.of("dev.liteio.rpc.."), PROTO, VOLUME_API),
  SPDK_BRIDGE(List.of("dev.liteio.spdk..")),
  EMBEDDED_TARGET(List.of("dev.liteio.target.."), SPDK_BRIDGE),
  DISK_AGENT(List.of("dev.liteio.agent.."), VOLUME_API, SPDK_BRIDGE),
  CSI_CONTROLLER(List.of("dev.liteio.controller.."), PROTO, VOLUME_API, RPC_SUPPORT),
  CSI_NODE(List.of("dev.liteio.node.."), PROTO, VOLUME_API, RPC_SUPPORT),
  DEMO(
      List.of("dev.liteio.demo.."),
      PROTO,
      VOLUME_API,
      RPC_SUPPORT,
      SPDK_BRIDGE,
      EMBEDDED_TARGET,
      DISK_AGENT,
      CSI_CONTROLLER,
      CSI_NODE),
  CLI(
      List.of("dev.liteio.cli.."),
      PROTO,
      VOLUME_API,
      RPC_SUPPORT,
      SPDK_BRIDGE,
      EMBEDDED_TARGET,
      DISK_AGENT,
      CSI_CONTROLLER,
      CSI_NODE,
      DEMO);

  /** Packages of the product, ours and generated. */
  static final String[] PRODUCT = {"dev.liteio..", "csi..", "pluginregistration.."};

  private final List<String> packages;
  private final List<Layer> known;

  Layer(List<String> packages, Layer... known) {
    this.packages = packages;
    this.known = List.of(known);
  }

  String[] packages() {
    return packages.toArray(String[]::new);
  }

  /** Its own packages and those of the layers it may know. */
  String[] visible() {
    return Stream.concat(Stream.of(this), known.stream())
        .flatMap(layer -> layer.packages.stream())
        .toArray(String[]::new);
  }

  static String[] allPackages() {
    return Arrays.stream(values()).flatMap(layer -> layer.packages.stream()).toArray(String[]::new);
  }
}
