package dev.liteio.spdk.nvmf;

import org.jspecify.annotations.Nullable;

/** An association with a host, as nvmf_subsystem_get_controllers reports it. */
public record NvmfController(
    int cntlid, String hostnqn, @Nullable String hostid, int numIoQpairs) {}
