package dev.liteio.spdk.nvmf;

import org.jspecify.annotations.Nullable;

/** Parameters of nvmf_create_transport; null is the default of the target, sizes are in bytes. */
public record CreateTransport(
    String trtype,
    @Nullable Integer maxQueueDepth,
    @Nullable Integer maxIoQpairsPerCtrlr,
    @Nullable Long inCapsuleDataSize,
    @Nullable Long maxIoSize) {

  /** NVMe/TCP as the target thinks best. */
  public static CreateTransport tcp() {
    return new CreateTransport("TCP", null, null, null, null);
  }
}
