package dev.liteio.spdk.nvmf;

import org.jspecify.annotations.Nullable;

/**
 * A queue pair as nvmf_subsystem_get_qpairs reports it.
 *
 * @param qid 0 is the admin queue
 * @param hostnqn null from releases that do not tell
 */
public record QueuePair(
    int cntlid,
    int qid,
    String state,
    @Nullable String hostnqn,
    @Nullable ListenAddress listenAddress,
    @Nullable ListenAddress peerAddress) {}
