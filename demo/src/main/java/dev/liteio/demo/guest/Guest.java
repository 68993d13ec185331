package dev.liteio.demo.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A running Linux guest whose root is this machine's root, read-only, under an overlay that is gone
 * with the guest. This machine's loopback is {@link #HOST} in it. Commands may overlap; each has a
 * deadline. Closing kills QEMU; should this JVM die first, the guest powers itself off.
 */
public final class Guest implements AutoCloseable {
  /** Address of the host's loopback, seen from the guest. */
  public static final String HOST = "10.0.2.2";

  /** Where the guest sees {@link GuestConfig#shared()}. */
  public static final Path SHARED = Path.of("/run/shared");

  private static final Duration COMMAND_DEADLINE = Duration.ofMinutes(1);

  private final GuestConfig config;
  private final GuestChannel channel;
  private final Process qemu;
  private final Thread lastResort;
  private final AtomicInteger commands = new AtomicInteger();

  private Guest(GuestConfig config, GuestChannel channel, Process qemu) {
    this.config = config;
    this.channel = channel;
    this.qemu = qemu;
    this.lastResort = new Thread(qemu::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /**
   * Boots a guest and waits until it takes commands.
   *
   * @throws GuestException when it does not within the configured time; names the console log
   */
  public static Guest boot(GuestConfig config) {
    try {
      lay(config);
      GuestChannel channel = new GuestChannel();
      Process qemu = start(config, channel);
      Guest guest = new Guest(config, channel, qemu);
      var _ =
          qemu.onExit()
              .thenRun(() -> channel.end("the guest ended, its console: " + config.console()));
      guest.awaitReady();
      return guest;
    } catch (IOException e) {
      throw new GuestException("the guest did not start: " + e.getMessage(), e);
    }
  }

  private static void lay(GuestConfig config) throws IOException {
    Files.createDirectories(config.shared().resolve("commands"));
    Files.deleteIfExists(config.console());
    try (InputStream agent = Guest.class.getResourceAsStream("agent.sh")) {
      Files.write(
          config.shared().resolve("agent.sh"), Objects.requireNonNull(agent).readAllBytes());
    }
  }

  private static Process start(GuestConfig config, GuestChannel channel) throws IOException {
    return new ProcessBuilder(QemuCommand.of(config, channel.socket()))
        .redirectErrorStream(true)
        .redirectOutput(config.folder().resolve("qemu.log").toFile())
        .start();
  }

  private void awaitReady() {
    try {
      channel.ready().get(config.bootDeadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new GuestException(
          "the guest did not boot in %s, see %s and qemu.log beside it"
              .formatted(config.bootDeadline(), config.console()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new GuestException("interrupted while the guest booted", e);
    }
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

  /** Runs a bash script for at most a minute; answers whatever its exit code is. */
  public CommandResult attempt(String script) {
    return attempt(script, COMMAND_DEADLINE);
  }

  /**
   * Runs a program for at most a minute, its arguments as they are; answers its standard output.
   */
  public String run(String... argv) {
    return attempt(quoted(argv)).orThrow().stdout();
  }

  /** Runs a bash script that must succeed, for at most a minute; answers its standard output. */
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

  private static String quoted(String... argv) {
    return Arrays.stream(argv)
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    qemu.destroyForcibly();
    try {
      qemu.waitFor();
      channel.close();
      Runtime.getRuntime().removeShutdownHook(lastResort);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      // the JVM is ending: the hook does the same
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
