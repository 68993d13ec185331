package dev.liteio.spdk.framework;

import java.util.List;

/**
 * The answer of framework_get_reactors.
 *
 * @param tickRate ticks per second, the unit of all latencies
 * @param pid process id of the target, as it sees itself
 */
public record Reactors(long tickRate, long pid, List<Reactor> reactors) {

  /** One core that polls; busy and idle in ticks. */
  public record Reactor(int lcore, long busy, long idle, boolean inInterrupt) {}
}
