package dev.liteio.controller.placement;

import dev.liteio.controller.request.Accessibility;
import dev.liteio.controller.request.StorageClassParameters;
import java.util.Set;

/**
 * What a leg needs of a pool.
 *
 * @param bytes its size; 0 = how much is there?
 * @param avoid pools that refused it already
 * @param away nodes that do not run
 */
public record Wish(
    long bytes,
    StorageClassParameters parameters,
    Accessibility accessibility,
    Set<String> avoid,
    Set<String> away) {

  public Wish {
    avoid = Set.copyOf(avoid);
    away = Set.copyOf(away);
  }

  /** For a volume of that size. */
  public static Wish of(
      long bytes, StorageClassParameters parameters, Accessibility accessibility) {
    return new Wish(bytes, parameters, accessibility, Set.of(), Set.of());
  }
}
