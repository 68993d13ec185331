package dev.liteio.spdk.nvmf;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subsystem as nvmf_get_subsystems reports it.
 *
 * @param subtype NVMe, or Discovery: that one exists from the start, and lacks what is nullable
 *     here
 * @param listenAddresses newest first
 * @param hosts newest first
 */
public record Subsystem(
    String nqn,
    String subtype,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<ListenAddress> listenAddresses,
    boolean allowAnyHost,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<AllowedHost> hosts,
    @Nullable String serialNumber,
    @Nullable String modelNumber,
    @Nullable Integer maxNamespaces,
    @Nullable Integer minCntlid,
    @Nullable Integer maxCntlid,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Namespace> namespaces) {

  /** A host that may connect; the keys are names in the keyring. */
  public record AllowedHost(
      String nqn, @Nullable String dhchapKey, @Nullable String dhchapCtrlrKey) {}

  /**
   * A namespace.
   *
   * @param bdevName of a logical volume: its uuid, never its alias
   * @param nguid 32 hex digits in upper case
   * @param anagrpid only with ANA reporting
   */
  public record Namespace(
      int nsid,
      String bdevName,
      @Nullable String uuid,
      @Nullable String nguid,
      @Nullable String eui64,
      @Nullable Integer anagrpid) {}

  /** Whether this is the discovery subsystem. */
  public boolean isDiscovery() {
    return subtype.equals("Discovery");
  }

  /** The namespace with this id. */
  public Optional<Namespace> namespace(int nsid) {
    return namespaces.stream().filter(namespace -> namespace.nsid() == nsid).findFirst();
  }

  /** Whether this host is in the list. */
  public boolean allows(String hostNqn) {
    return hosts.stream().anyMatch(host -> host.nqn().equals(hostNqn));
  }

  /** Whether it listens there. */
  public boolean listensAt(ListenAddress address) {
    return listenAddresses.stream().anyMatch(address::samePlace);
  }
}
