package dev.liteio.target.nvmf;

/** What {@code nvmf_create_subsystem} asks for. */
public record SubsystemOptions(
    String nqn,
    boolean allowAnyHost,
    String serialNumber,
    String modelNumber,
    int maxNamespaces,
    int minCntlid,
    int maxCntlid,
    boolean anaReporting) {

  /** The highest controller id there is. */
  public static final int CNTLID_LIMIT = 65519;

  /** The defaults. */
  public static SubsystemOptions of(String nqn) {
    return new SubsystemOptions(
        nqn, false, "0".repeat(20), "SPDK bdev Controller", 32, 1, CNTLID_LIMIT, false);
  }
}
