package dev.liteio.spdk.nvmf;

import org.jspecify.annotations.Nullable;

/**
 * Where a target listens, or a peer is.
 *
 * @param trtype transport, TCP or RDMA in any case
 * @param adrfam IPv4 or IPv6
 * @param traddr an address, not a host name
 * @param trsvcid the port, a string on the wire
 */
public record ListenAddress(String trtype, @Nullable String adrfam, String traddr, String trsvcid) {

  private static final int HIGHEST_PORT = 65_535;

  /** An NVMe/TCP address. */
  public static ListenAddress tcp(String address, int port) {
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("port is " + port + ", expected 1 to " + HIGHEST_PORT);
    }
    String family = address.indexOf(':') >= 0 ? "IPv6" : "IPv4";
    return new ListenAddress("TCP", family, address, Integer.toString(port));
  }

  /** Whether both name the same place, whatever the case of the transport. */
  public boolean samePlace(ListenAddress other) {
    return trtype.equalsIgnoreCase(other.trtype)
        && traddr.equals(other.traddr)
        && trsvcid.equals(other.trsvcid);
  }
}
