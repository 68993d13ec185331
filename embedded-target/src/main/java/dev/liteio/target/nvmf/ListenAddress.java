package dev.liteio.target.nvmf;

/**
 * Where a target listens.
 *
 * @param adrfam {@code IPv4} or {@code IPv6}
 * @param traddr an IP address
 * @param trsvcid a port
 */
public record ListenAddress(String adrfam, String traddr, String trsvcid) {

  /** The port as a number. */
  public int port() {
    return Integer.parseInt(trsvcid);
  }

  @Override
  public String toString() {
    return traddr + ":" + trsvcid;
  }
}
