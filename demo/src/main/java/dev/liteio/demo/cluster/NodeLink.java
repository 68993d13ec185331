package dev.liteio.demo.cluster;

import java.util.List;

/**
 * A network cable between two guests: Ethernet frames as datagrams on the loopback, so that either
 * end may die and come back.
 *
 * @param here port this end listens on
 * @param there port of the other end
 */
record NodeLink(int here, int there) {

  /** A new cable, as its first end sees it. */
  static NodeLink lay() {
    return new NodeLink(FreePorts.udp(), FreePorts.udp());
  }

  NodeLink otherEnd() {
    return new NodeLink(there, here);
  }

  /**
   * The network card of this end.
   *
   * @param index number of the node: the cards must have addresses of their own
   */
  List<String> device(int index) {
    return List.of(
        "-netdev",
        "dgram,id=lan,local.type=inet,local.host=127.0.0.1,local.port=%d,remote.type=inet,remote.host=127.0.0.1,remote.port=%d"
            .formatted(here, there),
        "-device",
        "virtio-net-pci,netdev=lan,romfile=,mac=52:54:00:77:00:%02x".formatted(11 + index));
  }
}
