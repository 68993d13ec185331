package dev.liteio.target.rpc.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.liteio.target.host.HostOptions;
import dev.liteio.target.host.NvmeHost;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens outside JSON-RPC in a recording: processes, files, hosts, volume content. */
final class Events implements AutoCloseable {

  private static final byte OLD = (byte) 0xab;
  private static final int PIECE = 1 << 16;

  private final Path folder;
  private final Session session;
  private @Nullable Path lastFile;
  private @Nullable ServerSocket listening;
  private @Nullable JsonNode attached;
  private @Nullable NvmeHost host;

  Events(Path folder, Session session) {
    this.folder = folder;
    this.session = session;
  }

  Outcome carryOut(String process, JsonNode event) throws Exception {
    String what = event.get("what").textValue();
    if (process.equals("initiator")) {
      return new Outcome.Done(); // the host in this JVM stands in
    }
    if (process.equals("second")) {
      return new Outcome.NotSupported("a second process");
    }
    switch (what) {
      case "start" -> session.start();
      case "stop", "kill" -> session.stop();
      case "exit" -> exit(event);
      case "file" -> file(event);
      case "listen" -> listen(event.get("address"));
      case "wait" -> reconnect();
      case "send-and-close" -> sendAndClose(event.get("chunks"));
      case "host-io" -> {
        return hostIo(event.get("io").textValue());
      }
      case "write-offline" -> StoredVolume.write(file(), event);
      case "read-back" -> {
        return StoredVolume.compare(file(), event);
      }
      case "connect" -> {
        return connectRefused();
      }
      case "key" -> key(event);
      default -> {
        return new Outcome.NotSupported("event " + what);
      }
    }
    return new Outcome.Done();
  }

  /** A recorded target ended by itself: when it was told to, or because a call killed it. */
  private void exit(JsonNode event) throws Exception {
    if (event.has("exit_code")) {
      session.awaitExit();
    } else {
      session.stop();
    }
  }

  private Path file() {
    if (lastFile == null) {
      throw new IllegalStateException("no file was made yet");
    }
    return lastFile;
  }

  private void file(JsonNode event) throws IOException {
    Path path = Path.of(event.get("path").textValue());
    lastFile = path;
    Files.createDirectories(folder.resolve("disks"));
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(event.get("size").longValue());
      if (event.has("fill")) {
        byte[] old = new byte[PIECE];
        Arrays.fill(old, OLD);
        for (long at = 0; at < event.get("fill").get("bytes").longValue(); at += old.length) {
          file.write(old);
        }
      }
    }
  }

  private void key(JsonNode event) throws IOException {
    Path path = Path.of(event.get("path").textValue());
    Files.createDirectories(folder.resolve("keys"));
    Files.writeString(path, event.path("text").asText("DHHC-1:00:not-a-secret:"));
  }

  private void listen(JsonNode address) throws IOException {
    if (listening != null) {
      listening.close();
      listening = null;
    }
    if (address.isTextual()) {
      int port = Integer.parseInt(address.textValue().replaceFirst(".*:", ""));
      listening = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
  }

  private void sendAndClose(JsonNode chunks) throws IOException {
    try (RawConnection connection = new RawConnection(session.socket())) {
      for (JsonNode chunk : chunks) {
        connection.send(Chunks.bytes(chunk));
      }
    }
  }

  private Outcome connectRefused() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(session.socket()));
      return new Outcome.Different("connected (recorded: refused)");
    } catch (IOException e) {
      return new Outcome.Passed();
    }
  }

  // ---- a host

  /** What the recorded initiator was told, done with the host of this JVM where it can. */
  Outcome initiator(String method, JsonNode params, boolean refused) {
    return switch (method) {
      case "bdev_nvme_attach_controller" -> attach(params, refused);
      case "bdev_nvme_detach_controller" -> detach();
      default -> new Outcome.NotSupported("initiator " + method);
    };
  }

  private Outcome detach() {
    attached = null;
    closeHost();
    return new Outcome.Done();
  }

  private Outcome attach(JsonNode params, boolean refused) {
    if (!params.has("subnqn") || !params.has("traddr") || !params.has("trsvcid")) {
      return new Outcome.NotSupported("initiator with broken params");
    }
    if (!params.path("trtype").asText().equals("TCP")) {
      return new Outcome.NotSupported("initiator with another transport");
    }
    if (attached != null) {
      return new Outcome.NotSupported("initiator with a second path");
    }
    attached = params;
    reconnect();
    boolean out = host == null;
    if (out) {
      attached = null;
    }
    return out == refused
        ? new Outcome.Passed()
        : new Outcome.Different(out ? " was refused" : " was let in");
  }

  /** A recorded host comes back by itself; this one is told to when the recording waits. */
  private void reconnect() {
    if (attached == null || (host != null && host.isConnected())) {
      return;
    }
    closeHost();
    try {
      host = connect(attached);
    } catch (IOException e) {
      host = null; // not let in yet
    }
  }

  private static NvmeHost connect(JsonNode params) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(
            params.get("traddr").textValue(), Integer.parseInt(params.get("trsvcid").textValue()));
    String hostNqn =
        params.path("hostnqn").asText("nqn.2014-08.org.nvmexpress:uuid:" + UUID.randomUUID());
    return NvmeHost.connect(
        HostOptions.of(address, params.get("subnqn").textValue(), hostNqn, UUID.randomUUID())
            .withIoQueues(0)); // as an idle initiator of SPDK has it
  }

  private Outcome hostIo(String io) throws Exception {
    if (!io.startsWith("sequential writes of 64 KiB over the whole volume")) {
      return new Outcome.NotSupported("host I/O: " + io);
    }
    JsonNode subsystems = session.call("nvmf_get_subsystems", "").get("result");
    JsonNode subsystem = subsystems.get(subsystems.size() - 1);
    JsonNode listener = subsystem.get("listen_addresses").get(0);
    ByteBuffer old = ByteBuffer.allocate(PIECE);
    Arrays.fill(old.array(), OLD);
    InetSocketAddress address =
        new InetSocketAddress(
            listener.get("traddr").textValue(),
            Integer.parseInt(listener.get("trsvcid").textValue()));
    String hostNqn = "nqn.2014-08.org.nvmexpress:uuid:" + UUID.randomUUID();
    try (NvmeHost writer =
        NvmeHost.connect(
            HostOptions.of(
                address, subsystem.get("nqn").textValue(), hostNqn, UUID.randomUUID()))) {
      NvmeHost.NamespaceGeometry geometry = writer.geometry(1);
      for (long at = 0; at < geometry.bytes(); at += PIECE) {
        writer.write(1, at / geometry.blockSize(), geometry.blockSize(), old.clear());
      }
    }
    return new Outcome.Done();
  }

  private void closeHost() {
    if (host != null) {
      host.close();
      host = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeHost();
    if (listening != null) {
      listening.close();
    }
  }
}
