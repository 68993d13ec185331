package dev.liteio.cli.doctor;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where the kernel sends packets, as /proc/net/route and /proc/net/ipv6_route say.
 *
 * @param routes of the main table
 */
public record RouteTable(List<Route> routes) {

  private static final int REJECTS = 0x0200; // RTF_REJECT
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  /**
   * A route.
   *
   * @param bits how long addresses of its family are
   * @param prefix how many of them have to agree
   */
  record Route(BigInteger destination, int bits, int prefix, int metric, String device) {

    boolean leadsTo(BigInteger address, int length) {
      int rest = bits - prefix;
      return bits == length && address.shiftRight(rest).equals(destination.shiftRight(rest));
    }
  }

  public RouteTable {
    routes = List.copyOf(routes);
  }

  /** Reads both tables; a line of another form is left out. */
  static RouteTable parse(List<String> ipv4, List<String> ipv6) {
    List<Route> routes = new ArrayList<>();
    ipv4.forEach(line -> ipv4(line.strip().split("\\s+", -1)).ifPresent(routes::add));
    ipv6.forEach(line -> ipv6(line.strip().split("\\s+", -1)).ifPresent(routes::add));
    return new RouteTable(routes);
  }

  private static Optional<Route> ipv4(String[] words) {
    try {
      if (words.length < 8 || (Integer.parseInt(words[3], 16) & REJECTS) != 0) {
        return Optional.empty();
      }
      int destination = Integer.reverseBytes(Integer.parseUnsignedInt(words[1], 16));
      int mask = Integer.parseUnsignedInt(words[7], 16);
      return Optional.of(
          new Route(
              BigInteger.valueOf(Integer.toUnsignedLong(destination)),
              IPV4_BITS,
              Integer.bitCount(mask),
              Integer.parseInt(words[6]),
              words[0]));
    } catch (NumberFormatException e) {
      return Optional.empty(); // the heading
    }
  }

  private static Optional<Route> ipv6(String[] words) {
    try {
      if (words.length < 10 || (Integer.parseUnsignedInt(words[8], 16) & REJECTS) != 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Route(
              new BigInteger(1, HexFormat.of().parseHex(words[0])),
              IPV6_BITS,
              Integer.parseInt(words[1], 16),
              Integer.parseUnsignedInt(words[5], 16) & Integer.MAX_VALUE,
              words[9]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The network device that packets to that address leave by. */
  Optional<String> deviceTo(String address) {
    byte[] bytes;
    try {
      bytes = InetAddress.ofLiteral(address).getAddress();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    BigInteger wanted = new BigInteger(1, bytes);
    return routes.stream()
        .filter(route -> route.leadsTo(wanted, bytes.length * Byte.SIZE))
        .max(
            Comparator.comparingInt(Route::prefix)
                .thenComparing(Comparator.comparingInt(Route::metric).reversed()))
        .map(Route::device);
  }

  /** The network device of the default route, of IPv4 before IPv6. */
  Optional<String> defaultDevice() {
    return routes.stream()
        .filter(route -> route.prefix() == 0 && !route.device().equals("lo"))
        .min(Comparator.comparingInt(Route::bits).thenComparingInt(Route::metric))
        .map(Route::device);
  }
}
