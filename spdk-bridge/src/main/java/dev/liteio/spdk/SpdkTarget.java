package dev.liteio.spdk;

import dev.liteio.spdk.bdev.Bdevs;
import dev.liteio.spdk.bdev.JsonRpcBdevs;
import dev.liteio.spdk.framework.Framework;
import dev.liteio.spdk.framework.JsonRpcFramework;
import dev.liteio.spdk.jsonrpc.JsonRpcCaller;
import dev.liteio.spdk.lvol.JsonRpcLvols;
import dev.liteio.spdk.lvol.Lvols;
import dev.liteio.spdk.lvol.LvstoreQueues;
import dev.liteio.spdk.nvmf.JsonRpcNvmf;
import dev.liteio.spdk.nvmf.Nvmf;

/** The interfaces of one target. */
public record SpdkTarget(Framework framework, Bdevs bdevs, Lvols lvols, Nvmf nvmf) {

  /** The target behind this caller; the queues are shared by all views of one target. */
  public static SpdkTarget over(JsonRpcCaller caller, LvstoreQueues queues) {
    return new SpdkTarget(
        new JsonRpcFramework(caller),
        new JsonRpcBdevs(caller),
        new JsonRpcLvols(caller, queues),
        new JsonRpcNvmf(caller));
  }
}
