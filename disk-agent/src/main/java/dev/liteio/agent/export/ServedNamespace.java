package dev.liteio.agent.export;

import org.jspecify.annotations.Nullable;

/**
 * A namespace that is served.
 *
 * @param backing the data plane's name of what is behind it
 * @param uuid what hosts know it by
 * @param nguid 32 hex digits in lower case
 * @param anaGroup null when the target does not tell
 */
public record ServedNamespace(
    int nsid,
    String backing,
    @Nullable String uuid,
    @Nullable String nguid,
    @Nullable Integer anaGroup) {}
