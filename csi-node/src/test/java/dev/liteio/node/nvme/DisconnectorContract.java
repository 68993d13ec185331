package dev.liteio.node.nvme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeTree;
import dev.liteio.rpc.TimeLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Disconnector} does, whatever it works on. */
abstract class DisconnectorContract {
  private static final String SUBSYSTEM = "nqn.2026-11.dev.liteio:one";

  @TempDir Path root;
  private NvmeController seen;

  /** A machine below {@code root} with that connection, which becomes nvme0. */
  abstract void connect(String subsystem, String host) throws IOException;

  /** The connection of that name goes by itself. */
  abstract void lose(String name) throws IOException;

  abstract Disconnector disconnector();

  /** Whether nvme0, which is or was there, was told to go. */
  abstract boolean wasLetGo() throws IOException;

  @BeforeEach
  void connectOne() throws IOException {
    connect(SUBSYSTEM, "nqn.host-a");
    seen = new NvmeTree(root.resolve("sys")).controller("nvme0").orElseThrow();
  }

  static TimeLimit limit() {
    return TimeLimit.after(Duration.ofSeconds(20));
  }

  @Test
  void a_connection_is_let_go() throws IOException {
    disconnector().disconnect(seen, limit());
    assertThat(wasLetGo()).isTrue();
  }

  @Test
  void one_that_is_gone_is_fine() throws IOException {
    lose("nvme0");
    disconnector().disconnect(seen, limit());
  }

  @Test
  void one_that_has_its_name_since_is_let_be() throws IOException {
    lose("nvme0");
    connect(SUBSYSTEM, "nqn.host-b");
    disconnector().disconnect(seen, limit());
    assertThat(wasLetGo()).isFalse();
  }
}
