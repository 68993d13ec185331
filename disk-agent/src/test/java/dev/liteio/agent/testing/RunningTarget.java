package dev.liteio.agent.testing;

import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A target that runs: in this process, in one of its own, or a real spdk_tgt. */
public interface RunningTarget extends AutoCloseable {

  /** Where it answers. */
  Path socket();

  /** Ends it without any order, as kill -9 does, and waits until it is gone. */
  void kill() throws IOException;

  @Override
  void close() throws IOException;

  /** The embedded target in this process. */
  static RunningTarget inProcess(Path folder) throws IOException {
    Path socket = folder.resolve("target.sock");
    EmbeddedTarget target = EmbeddedTarget.start(new EmbeddedTargetConfig(socket));
    return new RunningTarget() {
      @Override
      public Path socket() {
        return socket;
      }

      @Override
      public void kill() throws IOException {
        target.close();
      }

      @Override
      public void close() throws IOException {
        target.close();
      }
    };
  }

  /** The embedded target in a process of its own. */
  static RunningTarget embeddedProcess(Path folder) throws Exception {
    Path socket = folder.resolve("target.sock");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            TargetMain.class.getName(),
            socket.toString()));
    return process(command, socket, folder);
  }

  /** A real spdk_tgt. */
  static RunningTarget spdk(Path folder, String binary) throws Exception {
    Path socket = folder.resolve("target.sock");
    return process(
        List.of(
            binary, "-m", "0x1", "-r", socket.toString(), "--no-huge", "-s", "1024", "--no-pci"),
        socket,
        folder);
  }

  private static RunningTarget process(List<String> command, Path socket, Path folder)
      throws Exception {
    File log = folder.resolve("target.log").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    awaitSocket(process, socket, log);
    return new RunningTarget() {
      @Override
      public Path socket() {
        return socket;
      }

      @Override
      public void kill() throws IOException {
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
      }

      @Override
      public void close() throws IOException {
        kill();
      }
    };
  }

  private static void awaitSocket(Process process, Path socket, File log) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!answers(socket)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("no target: " + Files.readString(log.toPath()));
      }
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
  }

  private static boolean answers(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException notYet) {
      return false;
    }
  }
}
