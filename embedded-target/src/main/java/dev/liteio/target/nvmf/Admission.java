package dev.liteio.target.nvmf;

import java.util.UUID;

/** What a host says of itself when it connects a queue. */
public record Admission(
    String subsystemNqn,
    String hostNqn,
    UUID hostId,
    ListenAddress address,
    long keepAliveMillis) {}
