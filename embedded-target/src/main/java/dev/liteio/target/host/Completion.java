package dev.liteio.target.host;

/** A completion queue entry: result of dwords 0 and 1, status without phase bit. */
record Completion(long result, int status) {}
