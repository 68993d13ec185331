package dev.liteio.spdk.nvmf;

/** A transport as nvmf_get_transports reports it; sizes in bytes. */
public record NvmfTransport(
    String trtype,
    int maxQueueDepth,
    int maxIoQpairsPerCtrlr,
    long inCapsuleDataSize,
    long maxIoSize) {}
