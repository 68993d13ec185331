package dev.liteio.demo.cluster;

import dev.liteio.demo.guest.Guest;

/** The addresses of a cluster. */
final class Network {
  /** Where a guest reaches this machine's loopback, and so the API server. */
  static final String HOST = Guest.HOST;

  static final String SERVICES = "10.96.0.0/16";

  /** The address of the service {@code kubernetes}: the first of {@link #SERVICES}. */
  static final String API_SERVICE = "10.96.0.1";

  private Network() {}

  /** Address of a node on the network between the nodes. */
  static String node(int index) {
    return "10.77.0." + (11 + index);
  }

  /** Addresses of the pods of a node. */
  static String pods(int index) {
    return "10.244.%d.0/24".formatted(1 + index);
  }
}
