package dev.liteio.demo.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A running Linux guest whose root is this machine's root, read-only, under an overlay that is gone
 * with the guest. This machine's loopback is {@link #HOST} in it. Commands may overlap; each has a
 * deadline. Closing kills QEMU; should this JVM die first, QEMU dies with it.
 */
public final class Guest implements AutoCloseable {
  /**
   * How often a guest is booted before that counts as failed: emulated processors trip, once in
   * many boots, over code that the kernel changes under them while it comes up (an int3 of its jump
   * labels, and a panic).
   */
  public static final int TRIES = 3;

  /** Address of the host's loopback, seen from the guest. */
  public static final String HOST = "10.0.2.2";

  /** Where the guest sees {@link GuestConfig#shared()}. */
  public static final Path SHARED = Path.of("/run/shared");

  private static final Duration COMMAND_DEADLINE = Duration.ofMinutes(2);

  private final GuestConfig config;
  private final GuestChannel channel;
  private final Relays relays;
  private final Process qemu;
  private final AtomicInteger commands = new AtomicInteger();
  private volatile boolean closed;

  private Guest(GuestConfig config, GuestChannel channel, Relays relays, Process qemu) {
    this.config = config;
    this.channel = channel;
    this.relays = relays;
    this.qemu = qemu;
  }

  /**
   * Boots a guest and waits until it takes commands.
   *
   * @throws GuestException when it does not within the configured time; names the console log
   */
  public static Guest boot(GuestConfig config) {
    for (int tries = 1; ; tries++) {
      Guest guest = launch(config);
      try {
        guest.awaitReady();
        return guest;
      } catch (GuestException e) {
        if (tries == TRIES || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  /** Boots a guest and returns at once; it takes commands after {@link #awaitReady}. */
  public static Guest launch(GuestConfig config) {
    try {
      lay(config);
      GuestChannel channel = new GuestChannel();
      Relays relays = Relays.reserve();
      Process qemu = start(config, channel, relays);
      var _ =
          qemu.onExit().thenAccept(ended -> channel.end(LastWords.of(config, ended.exitValue())));
      return new Guest(config, channel, relays, qemu);
    } catch (IOException e) {
      throw new GuestException("the guest did not start: " + e.getMessage(), e);
    }
  }

  private static void lay(GuestConfig config) throws IOException {
    removeTree(config.shared());
    Files.createDirectories(config.shared().resolve("commands"));
    Files.deleteIfExists(config.console());
    copy("agent.sh", config.shared());
    copy("relay.pl", config.shared());
  }

  /** What an earlier guest left. */
  private static void removeTree(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void copy(String resource, Path folder) throws IOException {
    try (InputStream content = Guest.class.getResourceAsStream(resource)) {
      Files.write(folder.resolve(resource), Objects.requireNonNull(content).readAllBytes());
    }
  }

  private static Process start(GuestConfig config, GuestChannel channel, Relays relays)
      throws IOException {
    List<String> argv = QemuCommand.of(config, channel.socket(), relays);
    return new ProcessBuilder(TiedCommand.of("guest", argv))
        .redirectErrorStream(true)
        .redirectOutput(config.qemuLog().toFile())
        .start();
  }

  /**
   * Waits until it takes commands.
   *
   * @throws GuestException when it does not within the configured time; names the console log
   */
  public void awaitReady() {
    try {
      channel.ready().get(config.bootDeadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new GuestException(
          "the guest did not boot in %s, see %s and %s"
              .formatted(config.bootDeadline(), config.console(), config.qemuLog()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new GuestException("interrupted while the guest booted", e);
    }
  }

  /** Makes its kernel panic; returns when it has ended. */
  public void breakKernel() {
    start("echo c >/proc/sysrq-trigger");
    qemu.onExit().join();
  }

  /** Runs the action when it ends without having been closed: its kernel broke, or QEMU did. */
  public void onBreak(Runnable action) {
    var _ =
        qemu.onExit()
            .thenRun(() -> {
              if (!closed) {
                action.run();
              }
            });
  }

  /** How it was booted, and where its files are on this side. */
  public GuestConfig config() {
    return config;
  }

  /** Starts a bash script and returns at once. */
  public GuestCommand start(String script) {
    String id = Integer.toString(commands.incrementAndGet());
    Path folder = config.shared().resolve("commands").resolve(id);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("script"), script + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GuestCommand(script, folder, channel.run(id), () -> channel.send("kill " + id));
  }

  /** Runs a bash script; answers whatever its exit code is. */
  public CommandResult attempt(String script, Duration deadline) {
    return start(script).await(deadline);
  }

  /** Runs a bash script for at most two minutes; answers whatever its exit code is. */
  public CommandResult attempt(String script) {
    return attempt(script, COMMAND_DEADLINE);
  }

  /**
   * Runs a program for at most two minutes, its arguments as they are; answers its standard output.
   */
  public String run(String... argv) {
    return attempt(quoted(argv)).orThrow().stdout();
  }

  /** Runs a bash script that must succeed, for at most two minutes; answers its standard output. */
  public String sh(String script) {
    return sh(script, COMMAND_DEADLINE);
  }

  /** Runs a bash script that must succeed; answers its standard output. */
  public String sh(String script, Duration deadline) {
    return attempt("set -e -o pipefail\n" + script, deadline).orThrow().stdout();
  }

  /** Waits, inside the guest, until a bash condition holds. */
  public void await(String condition, Duration deadline) {
    attempt("until " + condition + "\ndo sleep 0.1; done", deadline).orThrow();
  }

  /**
   * Makes a unix socket of the guest reachable from here, until the guest ends.
   *
   * @param socket its path in the guest; it may appear later
   * @return a port of this machine's loopback
   */
  public int relay(String socket) {
    Relays.Relay relay = relays.next();
    start("exec perl %s/relay.pl %d %s".formatted(SHARED, relay.guestPort(), quoted(socket)));
    awaitListening(relay.guestPort());
    return relay.hostPort();
  }

  /**
   * Makes a port of the guest reachable from here; a program of the guest is to listen there.
   *
   * @return the port of this machine's loopback, and the guest's that it leads to
   */
  public Relays.Relay open() {
    return relays.next();
  }

  /** Makes a port of this machine's loopback reachable as the same port of the guest's loopback. */
  public void forward(int port) {
    start("exec perl %s/relay.pl %d %s:%d".formatted(SHARED, port, HOST, port));
    awaitListening(port);
  }

  // 0A: listening; asked of the kernel, because a connection would be passed on
  private void awaitListening(int port) {
    await("grep -q ':%04X 00000000:0000 0A' /proc/net/tcp".formatted(port), COMMAND_DEADLINE);
  }

  private static String quoted(String... argv) {
    return Arrays.stream(argv)
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    closed = true;
    qemu.destroyForcibly();
    try {
      qemu.waitFor();
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
