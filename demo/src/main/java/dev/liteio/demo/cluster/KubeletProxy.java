package dev.liteio.demo.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Leads the API server to the kubelets, whose addresses only the nodes can reach: an HTTP CONNECT
 * proxy on a unix socket (Kubernetes, EgressSelectorConfiguration). Without it there are no logs of
 * Pods and no commands in them.
 */
final class KubeletProxy implements AutoCloseable {
  private static final Pattern CONNECT = Pattern.compile("CONNECT ([^ :]+):\\d+ HTTP/1\\.1");
  private static final int LONGEST_HEAD = 8192;
  private static final int BUFFER = 64 << 10;

  private final Path socket;
  private final ServerSocketChannel server;
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();

  private KubeletProxy(Path socket, ServerSocketChannel server) {
    this.socket = socket;
    this.server = server;
  }

  static KubeletProxy start() throws IOException {
    Path socket = Files.createTempDirectory("liteio-kubelets").resolve("proxy.sock");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    KubeletProxy proxy = new KubeletProxy(socket, server);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  /** What the API server is told of it. */
  Path configuration(Path file) throws IOException {
    return Files.writeString(
        file,
        """
        apiVersion: apiserver.k8s.io/v1beta1
        kind: EgressSelectorConfiguration
        egressSelections:
          - name: cluster
            connection: {proxyProtocol: HTTPConnect, transport: {uds: {udsName: "%s"}}}
        """
            .formatted(socket));
  }

  /** Connections to that address go to this port of the loopback from now on. */
  void lead(String address, int port) {
    ports.put(address, port);
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      Integer port = destination(head(client));
      if (port == null) {
        write(client, "HTTP/1.1 502 Bad Gateway\r\n\r\n");
        return;
      }
      try (SocketChannel kubelet =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        write(client, "HTTP/1.1 200 Connection Established\r\n\r\n");
        Thread back = Thread.ofVirtual().start(() -> copy(kubelet, client));
        copy(client, kubelet);
        back.join();
      }
    } catch (IOException e) {
      // either side is gone, and with it whoever would want to know
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Integer destination(String head) {
    Matcher connect = CONNECT.matcher(head);
    return connect.lookingAt() ? ports.get(connect.group(1)) : null;
  }

  // byte by byte: what follows the empty line is not ours
  private static String head(SocketChannel client) throws IOException {
    StringBuilder head = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (head.length() < LONGEST_HEAD && client.read(one.clear()) == 1) {
      head.append((char) one.get(0));
      if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  private static void write(ByteChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // the other direction ends in the same way
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
      Files.deleteIfExists(socket.getParent());
    } catch (IOException e) {
      throw new ClusterException("the proxy to the kubelets does not close", e);
    }
  }
}
