package dev.liteio.target.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.target.bdev.MemoryBdev;
import dev.liteio.target.host.HostOptions;
import dev.liteio.target.host.NvmeHost;
import dev.liteio.target.nvmf.AnaState;
import dev.liteio.target.nvmf.ListenAddress;
import dev.liteio.target.nvmf.NvmfTarget;
import dev.liteio.target.nvmf.Subsystem;
import dev.liteio.target.nvmf.SubsystemOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A target that is attacked, and a witness: a host of another subsystem on the same port, which
 * must not notice. Afterwards the attacked subsystem has to serve as before, with nothing of its
 * attackers left in it.
 */
final class Besieged implements BeforeEachCallback, AfterEachCallback {

  static final String NQN = "nqn.2026-11.dev.liteio:attacked";
  static final String HOST = "nqn.2014-08.org.nvmexpress:uuid:0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff";

  private static final String WITNESSED = "nqn.2026-11.dev.liteio:witnessed";
  private static final UUID HOST_ID = UUID.fromString("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff");
  private static final int BLOCKS = 8192;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private NvmfTarget target;
  private TcpPorts ports;
  private InetSocketAddress address;
  private Subsystem attacked;
  private NvmeHost witness;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), probe.getLocalPort());
    }
    target = new NvmfTarget();
    ports = new TcpPorts(target);
    ListenAddress listen =
        new ListenAddress("IPv4", "127.0.0.1", Integer.toString(address.getPort()));
    ports.acquire(listen);
    attacked = serve(NQN, listen);
    serve(WITNESSED, listen);
    witness = connect(WITNESSED);
    witness.write(1, 0, Pdus.BLOCK, pattern());
  }

  private Subsystem serve(String nqn, ListenAddress listen) throws Exception {
    Subsystem subsystem = target.create(SubsystemOptions.of(nqn));
    subsystem.setAllowAnyHost(true);
    MemoryBdev disk = new MemoryBdev("disk of " + nqn, UUID.randomUUID(), Pdus.BLOCK, BLOCKS);
    subsystem.addNamespace(disk, new Subsystem.NewNamespace(1, null, null, null, 1));
    subsystem.addListener(listen, AnaState.OPTIMIZED);
    return subsystem;
  }

  Subsystem subsystem() {
    return attacked;
  }

  /** A host that behaves. */
  NvmeHost host() throws Exception {
    return connect(NQN);
  }

  private NvmeHost connect(String nqn) throws Exception {
    return NvmeHost.connect(HostOptions.of(address, nqn, HOST, HOST_ID));
  }

  RawPeer peer() throws Exception {
    return new RawPeer(address);
  }

  static ByteBuffer pattern() {
    byte[] bytes = new byte[16 * Pdus.BLOCK];
    new Random(7).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    try {
      ByteBuffer room = ByteBuffer.allocate(pattern().capacity());
      witness.read(1, 0, Pdus.BLOCK, room);
      assertThat(room.flip()).isEqualTo(pattern());
      awaitNobodyLeft();
      try (NvmeHost host = host()) {
        assertThat(host.geometry(1).blocks()).isEqualTo(BLOCKS);
        host.write(1, 0, Pdus.BLOCK, pattern());
      }
    } finally {
      witness.close();
      ports.close();
      target.close();
    }
  }

  private void awaitNobodyLeft() {
    long begun = System.nanoTime();
    while (!attacked.controllers().isEmpty()) {
      assertThat(System.nanoTime() - begun).as("controllers are left").isLessThan(PATIENCE_NANOS);
      Thread.onSpinWait();
    }
  }
}
