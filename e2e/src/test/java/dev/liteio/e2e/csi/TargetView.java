package dev.liteio.e2e.csi;

import dev.liteio.e2e.site.Site;
import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.jsonrpc.JsonRpcClient;
import dev.liteio.spdk.jsonrpc.JsonRpcConfig;
import dev.liteio.spdk.lvol.LvstoreQueues;
import dev.liteio.spdk.nvmf.Subsystem;
import java.time.Duration;
import java.util.List;

/** What the target itself says, asked over a connection of our own. */
final class TargetView implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final JsonRpcClient rpc;
  private final SpdkTarget target;

  private TargetView(JsonRpcClient rpc) {
    this.rpc = rpc;
    this.target = SpdkTarget.over(rpc, new LvstoreQueues());
  }

  static TargetView of(Site site) {
    JsonRpcClient rpc = JsonRpcClient.start(JsonRpcConfig.of(site.targetSocket()));
    rpc.awaitConnected(PATIENCE);
    return new TargetView(rpc);
  }

  /** The subsystems of volumes. */
  List<Subsystem> subsystems() {
    return target.nvmf().subsystems().join().stream()
        .filter(subsystem -> !subsystem.isDiscovery())
        .toList();
  }

  /** The names of all hosts that are let in anywhere. */
  List<String> hosts() {
    return subsystems().stream()
        .flatMap(subsystem -> subsystem.hosts().stream())
        .map(Subsystem.AllowedHost::nqn)
        .toList();
  }

  /** How many logical volumes there are. */
  int logicalVolumes() {
    return target.lvols().list().join().size();
  }

  @Override
  public void close() {
    rpc.close();
  }
}
