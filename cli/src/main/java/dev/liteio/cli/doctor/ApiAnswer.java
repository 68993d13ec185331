package dev.liteio.cli.doctor;

import java.time.Duration;
import java.util.Optional;

/**
 * An answer of the API server.
 *
 * @param address where it was asked
 * @param version such as {@code v1.33.1}
 * @param ahead how far its clock is ahead of ours, to half a second; nothing when it did not say
 */
public record ApiAnswer(String address, String version, Optional<Duration> ahead) {}
