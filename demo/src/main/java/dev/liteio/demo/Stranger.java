package dev.liteio.demo;

import dev.liteio.target.host.HostOptions;
import dev.liteio.target.host.NvmeHost;
import dev.liteio.target.host.NvmeStatusException;
import dev.liteio.volume.HostIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/** A host that nobody let in. */
final class Stranger {

  private static final int NOT_ALLOWED = 0x0184;
  private static final int NO_SUBSYSTEM = 0x0182;

  private Stranger() {}

  /** Whether the target keeps it out. */
  static boolean isRefused(InetSocketAddress address, String nqn) throws IOException {
    HostIdentity identity = HostIdentity.mint();
    HostOptions options = HostOptions.of(address, nqn, identity.nqn().value(), identity.id());
    try (NvmeHost _ = NvmeHost.connect(options)) {
      return false;
    } catch (NvmeStatusException e) {
      return Set.of(NOT_ALLOWED, NO_SUBSYSTEM).contains(e.code());
    }
  }
}
