package dev.liteio.target;

import java.nio.file.Path;

/**
 * How an embedded target is started.
 *
 * @param rpcSocket the unix socket on which JSON-RPC is spoken
 */
public record EmbeddedTargetConfig(Path rpcSocket) {}
