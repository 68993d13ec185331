package dev.liteio.spdk.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** A peer on a real Unix socket that does exactly what a test tells it, however wrong. */
public final class ScriptedPeer implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path path;
  private final ServerSocketChannel server;

  private ScriptedPeer(Path path, ServerSocketChannel server) {
    this.path = path;
    this.server = server;
  }

  /** Listens at this path, which it takes over. */
  public static ScriptedPeer at(Path path) {
    try {
      Files.deleteIfExists(path);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path));
      return new ScriptedPeer(path, server);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path path() {
    return path;
  }

  /** Waits for the next client. */
  public Connection accept() {
    try {
      return new Connection(server.accept());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Answers every request of every client with this function, until closed. */
  public ScriptedPeer serving(Function<JsonNode, String> answer) {
    Thread.ofVirtual().start(() -> acceptAll(answer));
    return this;
  }

  private void acceptAll(Function<JsonNode, String> answer) {
    try {
      while (server.isOpen()) {
        Connection connection = accept();
        Thread.ofVirtual().start(() -> connection.serve(answer));
      }
    } catch (UncheckedIOException closed) {
      // that is how it ends
    }
  }

  /** Ends it as a killed process does: the file stays, connecting is refused. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A successful answer to this request. */
  public static String success(JsonNode request, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"result\":" + result + "}\n";
  }

  /** An error in answer to this request. */
  public static String failure(JsonNode request, int code, String message) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"%s\"}}\n"
        .formatted(request.get("id"), code, message);
  }

  /** One client. */
  public static final class Connection implements AutoCloseable {

    private final SocketChannel channel;
    private MappingIterator<JsonNode> requests;

    private Connection(SocketChannel channel) {
      this.channel = channel;
    }

    /** Waits for the next request. */
    public JsonNode next() {
      return requests().next();
    }

    /** Not made before it is needed: making it waits for the first byte. */
    private MappingIterator<JsonNode> requests() {
      if (requests == null) {
        try {
          requests = MAPPER.readerFor(JsonNode.class).readValues(Channels.newInputStream(channel));
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }
      return requests;
    }

    /** Whether the client has closed its side, after waiting for either. */
    public boolean isAtEnd() {
      return !requests().hasNext();
    }

    public void send(String text) {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes all of it. */
    public void send(byte[] bytes) {
      try {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private void serve(Function<JsonNode, String> answer) {
      try (this) {
        while (requests().hasNext()) {
          send(answer.apply(requests().next()));
        }
      } catch (RuntimeException gone) {
        // the client is free to leave
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
