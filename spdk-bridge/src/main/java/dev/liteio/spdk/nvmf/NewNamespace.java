package dev.liteio.spdk.nvmf;

import org.jspecify.annotations.Nullable;

/**
 * The namespace of nvmf_subsystem_add_ns.
 *
 * @param bdevName name, alias or uuid; a bdev is in one namespace of one subsystem at most
 * @param nsid 1 to max_namespaces of the subsystem
 * @param uuid what hosts know it by
 * @param nguid 32 hex digits; without it the bdev's uuid shows, whatever {@code uuid} says
 * @param anagrpid ANA group, the nsid when null
 */
public record NewNamespace(
    String bdevName, int nsid, String uuid, @Nullable String nguid, @Nullable Integer anagrpid) {

  /** A namespace whose NGUID is its uuid, so that every host sees one identity. */
  public static NewNamespace withUuid(String bdevName, int nsid, String uuid, int anaGroup) {
    return new NewNamespace(bdevName, nsid, uuid, uuid.replace("-", ""), anaGroup);
  }
}
