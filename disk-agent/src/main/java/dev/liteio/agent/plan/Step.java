package dev.liteio.agent.plan;

import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.agent.export.ExportOrder;
import dev.liteio.agent.export.ObservedExport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing to do. Each is absolute: done twice it is done. */
public sealed interface Step {

  /** Make a volume that never was. */
  record CreateVolume(String store, String name, long sizeBytes, boolean thin) implements Step {}

  /** Grow a volume to a size, which is larger than the one seen. */
  record GrowVolume(StoredVolume volume, long sizeBytes) implements Step {}

  /** Destroy a volume whose object is being deleted with an order to destroy. */
  record DeleteVolume(StoredVolume volume) implements Step {}

  /** Complete an export, its listener last. */
  record Export(ExportOrder order, @Nullable ObservedExport seen) implements Step {}

  /** Let hosts in to an export that is complete otherwise. */
  record Allow(String nqn, List<String> hosts) implements Step {
    public Allow {
      hosts = List.copyOf(hosts);
    }
  }

  /** Cut hosts off. */
  record Revoke(String nqn, List<String> hosts) implements Step {
    public Revoke {
      hosts = List.copyOf(hosts);
    }
  }

  /** Stop listening while there is nothing to serve, so that hosts wait instead of failing. */
  record Close(ObservedExport seen) implements Step {}

  /** Take an export away altogether. */
  record Unexport(String nqn) implements Step {}
}
