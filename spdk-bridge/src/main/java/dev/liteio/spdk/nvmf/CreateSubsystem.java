package dev.liteio.spdk.nvmf;

import org.jspecify.annotations.Nullable;

/**
 * Parameters of nvmf_create_subsystem.
 *
 * @param serialNumber up to 20 characters
 * @param modelNumber up to 40 characters; the default of the target when null
 * @param maxNamespaces also the number of ANA groups
 * @param minCntlid lowest controller id, at least 1
 * @param maxCntlid highest controller id, at most 65519
 * @param anaReporting cannot be changed later
 */
public record CreateSubsystem(
    String nqn,
    String serialNumber,
    @Nullable String modelNumber,
    int maxNamespaces,
    int minCntlid,
    int maxCntlid,
    boolean anaReporting,
    boolean allowAnyHost) {}
