package dev.liteio.agent.pass;

import dev.liteio.agent.device.TargetProcess;
import dev.liteio.agent.engine.PoolEngine;
import dev.liteio.agent.export.Exporter;

/**
 * A target as long as its connection lasts.
 *
 * @param process which process it is; statuses speak of no other
 * @param engine fails when the connection is another
 * @param exporter fails when the connection is another
 */
public record TargetSession(TargetProcess process, PoolEngine engine, Exporter exporter) {}
