package dev.liteio.demo.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines between us and the agent in the guest, over a virtio serial port: independent of the
 * guest's network, which tests cut.
 */
final class GuestChannel implements AutoCloseable {
  private final Path folder;
  private final ServerSocketChannel server;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final Map<String, CompletableFuture<Integer>> running = new ConcurrentHashMap<>();
  private volatile @Nullable SocketChannel peer;
  private volatile @Nullable GuestException ended;

  GuestChannel() throws IOException {
    folder = Files.createTempDirectory("liteio-guest");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket()));
    Thread.ofPlatform().daemon().name("guest-channel").start(this::read);
  }

  /** Where QEMU connects to. */
  Path socket() {
    return folder.resolve("channel");
  }

  /** Completes when the agent takes commands. */
  CompletableFuture<Boolean> ready() {
    return ready;
  }

  /** Tells the agent to run the command laid down under that id; completes with its exit code. */
  CompletableFuture<Integer> run(String id) {
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    running.put(id, exit);
    GuestException before = ended;
    if (before != null) {
      throw new GuestException("the guest has ended, it cannot run " + id, before);
    }
    send("run " + id);
    return exit;
  }

  /** Fails all that waits for an answer, because there will be none. */
  void end(String reason) {
    GuestException failure = new GuestException(reason);
    ended = failure;
    ready.completeExceptionally(failure);
    running.values().forEach(exit -> exit.completeExceptionally(failure));
  }

  synchronized void send(String line) {
    SocketChannel channel = peer;
    if (channel == null) {
      throw new GuestException("the guest is not connected, cannot send: " + line);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new GuestException("the guest is gone, cannot send: " + line, e);
    }
  }

  private void read() {
    try (SocketChannel accepted = server.accept()) {
      peer = accepted;
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(accepted), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        receive(line.split(" ", -1));
      }
      // the guest's end of it is QEMU's: who started that knows how it ended
    } catch (IOException e) {
      end("the channel to the guest broke: " + e.getMessage());
    }
  }

  private void receive(String[] words) {
    if (words[0].equals("ready")) {
      ready.complete(true);
    } else if (words[0].equals("done") && words.length == 3) {
      CompletableFuture<Integer> exit = running.remove(words[1]);
      if (exit != null) {
        exit.complete(Integer.valueOf(words[2]));
      }
    }
  }

  @Override
  public void close() throws IOException {
    SocketChannel channel = peer;
    if (channel != null) {
      channel.close();
    }
    server.close();
    Files.deleteIfExists(socket());
    Files.deleteIfExists(folder);
  }
}
