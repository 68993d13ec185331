package dev.liteio.target.nvmf;

/** A host that may connect. */
public record AllowedHost(String nqn) {}
