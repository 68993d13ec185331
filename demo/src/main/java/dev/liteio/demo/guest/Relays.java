package dev.liteio.demo.guest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ports of this machine's loopback that QEMU passes on into the guest. */
public final class Relays {
  private static final int COUNT = 3;
  private static final int FIRST_GUEST_PORT = 7000;

  private final List<Relay> relays;
  private final AtomicInteger used = new AtomicInteger();

  /** A port here and the port there that it leads to. */
  public record Relay(int hostPort, int guestPort) {}

  private Relays(List<Relay> relays) {
    this.relays = relays;
  }

  /** Ports that nobody listens on right now. QEMU binds them a moment later. */
  static Relays reserve() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket first = new ServerSocket(0, 1, loopback);
        ServerSocket second = new ServerSocket(0, 1, loopback);
        ServerSocket third = new ServerSocket(0, 1, loopback)) {
      List<ServerSocket> sockets = List.of(first, second, third);
      return new Relays(
          IntStream.range(0, COUNT)
              .mapToObj(i -> new Relay(sockets.get(i).getLocalPort(), FIRST_GUEST_PORT + i))
              .toList());
    }
  }

  /** A relay nobody has taken yet. */
  Relay next() {
    int index = used.getAndIncrement();
    if (index >= COUNT) {
      throw new GuestException("a guest has " + COUNT + " relays and all are taken");
    }
    return relays.get(index);
  }

  /** What is appended to the user-mode network of QEMU. */
  String netdevOptions() {
    return relays.stream()
        .map(
            relay -> ",hostfwd=tcp:127.0.0.1:%d-:%d".formatted(relay.hostPort(), relay.guestPort()))
        .collect(Collectors.joining());
  }
}
