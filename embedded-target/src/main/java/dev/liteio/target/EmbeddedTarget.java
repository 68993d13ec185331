package dev.liteio.target;

import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.lvs.Holds;
import dev.liteio.target.lvs.Lvols;
import dev.liteio.target.lvs.Lvstores;
import dev.liteio.target.nvmf.NvmfTarget;
import dev.liteio.target.rpc.BdevMethods;
import dev.liteio.target.rpc.FrameworkMethods;
import dev.liteio.target.rpc.LvolMethods;
import dev.liteio.target.rpc.LvstoreMethods;
import dev.liteio.target.rpc.MethodTable;
import dev.liteio.target.rpc.NvmfMethods;
import dev.liteio.target.rpc.RpcServer;
import dev.liteio.target.tcp.TcpPorts;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An NVMe/TCP target in the JVM that answers SPDK's JSON-RPC. It starts empty: devices, subsystems
 * and listeners are made by whoever drives it; logical volumes come back with their device.
 */
public final class EmbeddedTarget implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTarget.class);

  private final Bdevs bdevs;
  private final NvmfTarget nvmf;
  private final TcpPorts ports;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final RpcServer rpc;
  private boolean closing;

  private EmbeddedTarget(EmbeddedTargetConfig config) throws IOException {
    this.bdevs = new Bdevs();
    this.nvmf = new NvmfTarget();
    this.ports = new TcpPorts(nvmf);
    this.rpc = RpcServer.open(config.rpcSocket(), methods());
  }

  private MethodTable methods() {
    MethodTable table = new MethodTable();
    Lvstores stores = new Lvstores(bdevs);
    Holds holds = new Holds();
    new FrameworkMethods(bdevs, this::closeQuietly).addTo(table);
    new BdevMethods(bdevs, stores, holds).addTo(table);
    Lvols lvols = new Lvols(bdevs);
    LvstoreMethods storeMethods = new LvstoreMethods(bdevs, stores, lvols, holds);
    storeMethods.addTo(table);
    new LvolMethods(bdevs, storeMethods, lvols, holds).addTo(table);
    new NvmfMethods(bdevs, nvmf, ports).addTo(table);
    return table;
  }

  /** Starts a target; it answers when this returns. */
  public static EmbeddedTarget start(EmbeddedTargetConfig config) throws IOException {
    EmbeddedTarget target = new EmbeddedTarget(config);
    LOG.info("action=start socket={} pid={}", config.rpcSocket(), ProcessHandle.current().pid());
    return target;
  }

  /** Waits until it is closed, by {@link #close} or by {@code spdk_kill_instance}. */
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      LOG.warn("action=stop error=\"{}\"", e.toString());
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    try (rpc) {
      ports.close();
      nvmf.close();
      for (Bdev bdev : bdevs.all().reversed()) {
        bdevs.unregister(bdev);
        bdev.close();
      }
    } finally {
      LOG.info("action=stop");
      closed.countDown();
    }
  }
}
