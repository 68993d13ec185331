package dev.liteio.agent.engine;

/**
 * A volume that exists on a device of a pool.
 *
 * @param store the store it lies in, one for each device
 * @param name its name within the store
 * @param backing the name by which the data plane serves it
 * @param sizeBytes what a host sees
 * @param thin whether clusters are taken when they are written
 * @param allocatedBytes what it has taken so far
 */
public record StoredVolume(
    String store, String name, String backing, long sizeBytes, boolean thin, long allocatedBytes) {}
