package dev.liteio.agent.device;

/**
 * Who held a device last, and what was made on it.
 *
 * @param path of the device
 * @param store the name of the store on it
 * @param blockSize bytes; a store is read wrongly through a base device of another block size
 * @param holder the target process
 */
public record HolderRecord(String path, String store, int blockSize, TargetProcess holder) {}
