package dev.liteio.target.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.bdev.CreateAio;
import dev.liteio.spdk.jsonrpc.JsonRpcClient;
import dev.liteio.spdk.jsonrpc.JsonRpcConfig;
import dev.liteio.spdk.lvol.ClearMethod;
import dev.liteio.spdk.lvol.CreateLvol;
import dev.liteio.spdk.lvol.CreateLvstore;
import dev.liteio.spdk.lvol.LvolName;
import dev.liteio.spdk.lvol.LvstoreQueues;
import dev.liteio.spdk.nvmf.CreateSubsystem;
import dev.liteio.spdk.nvmf.CreateTransport;
import dev.liteio.spdk.nvmf.ListenAddress;
import dev.liteio.spdk.nvmf.NewNamespace;
import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Linux 6.12 host's own PDUs, recorded with a real SPDK target, said to this one: it answers as
 * SPDK did, but for the places that {@link Deliberate} lists.
 */
@Timeout(300)
class RecordedHostReplayIT {

  private static final String NQN = "nqn.2026-11.dev.example:vol1";
  private static final String OTHER = "nqn.2026-11.dev.example:other";
  private static final String HOST =
      "nqn.2014-08.org.nvmexpress:uuid:11111111-2222-3333-4444-555555555555";
  private static final LvolName LVOL = new LvolName("store", "volume");

  @TempDir Path folder;
  private EmbeddedTarget target;
  private JsonRpcClient client;
  private SpdkTarget spdk;
  private int port;

  @BeforeEach
  void serveWhatWasServedThen() throws Exception {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    Path socket = folder.resolve("rpc.sock");
    target = EmbeddedTarget.start(new EmbeddedTargetConfig(socket));
    client = JsonRpcClient.start(JsonRpcConfig.of(socket));
    client.awaitConnected(Duration.ofSeconds(30));
    spdk = SpdkTarget.over(client, new LvstoreQueues());
    device("base", 256);
    device("plain", 64);
    volume();
    ListenAddress address = ListenAddress.tcp("127.0.0.1", port);
    spdk.nvmf().createTransport(CreateTransport.tcp()).get();
    subsystem(NQN);
    spdk.nvmf().addListener(NQN, address, null).get();
    // it is allowed, and not reached there
    subsystem(OTHER);
  }

  private void addNamespace(String bdevName) throws Exception {
    String bdev = spdk.bdevs().find(bdevName).get().orElseThrow().name();
    String uuid = "aaaaaaaa-0000-4000-8000-000000000001";
    spdk.nvmf().addNamespace(NQN, NewNamespace.withUuid(bdev, 1, uuid, 1)).get();
  }

  private void device(String name, long mebibytes) throws Exception {
    Path disk = folder.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(mebibytes << 20);
    }
    spdk.bdevs().createAio(CreateAio.file(name, disk.toString(), 4096, true)).get();
  }

  private void volume() throws Exception {
    spdk.lvols()
        .createStore(new CreateLvstore("base", "store", 1L << 20, ClearMethod.NONE, null))
        .get();
    spdk.lvols().create(new CreateLvol(LVOL, 64, true, ClearMethod.NONE)).get();
  }

  private void subsystem(String nqn) throws Exception {
    spdk.nvmf()
        .createSubsystem(
            new CreateSubsystem(
                nqn, "0123456789abcdef0123", "Example model", 32, 1, 65519, true, false))
        .get();
    spdk.nvmf().addHost(nqn, HOST).get();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    target.close();
  }

  private void act(Recorded step) throws Exception {
    spdk.lvols().resize(LVOL, step.number(0)).get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"life", "discovery", "refused", "digests"})
  void answersAsRecorded(String name) throws Exception {
    addNamespace(name.equals("digests") ? "plain" : LVOL.toString());
    List<Recorded> scenario = Recorded.scenario(name);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (Replay replay = new Replay(address, this::act)) {
      assertThat(replay.run(scenario)).as("differences in %s", name).isEmpty();
      assertThat(replay.compared())
          .isEqualTo((int) scenario.stream().filter(step -> step.from().equals("<")).count());
    }
  }
}
