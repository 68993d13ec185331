package dev.liteio.target.lvs;

import java.io.IOException;

/** A thin volume needs a cluster and none is free. */
public final class StoreFullException extends IOException {

  private static final long serialVersionUID = 1L;

  StoreFullException(String store) {
    super("%s: no free cluster".formatted(store));
  }
}
