package dev.liteio.target.tcp;

import dev.liteio.target.nvmf.ListenAddress;
import dev.liteio.target.nvmf.NvmfTarget;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The addresses that are listened on; each stays open as long as some subsystem is reached on it.
 */
public final class TcpPorts implements AutoCloseable {

  private final NvmfTarget target;
  private final Map<ListenAddress, TcpPort> open = new HashMap<>();
  private final Map<ListenAddress, Integer> users = new HashMap<>();

  public TcpPorts(NvmfTarget target) {
    this.target = target;
  }

  /**
   * One more subsystem is reached there; the first one opens the port.
   *
   * @throws IOException when the address is not local or the port is taken
   */
  public synchronized void acquire(ListenAddress address) throws IOException {
    if (!open.containsKey(address)) {
      open.put(address, TcpPort.open(target, address));
    }
    users.merge(address, 1, Integer::sum);
  }

  /** One subsystem less; the last one closes the port. */
  public synchronized void release(ListenAddress address) {
    Integer left = users.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    TcpPort port = left == null ? open.remove(address) : null;
    if (port != null) {
      port.close();
    }
  }

  @Override
  public synchronized void close() {
    open.values().forEach(TcpPort::close);
    open.clear();
    users.clear();
  }
}
