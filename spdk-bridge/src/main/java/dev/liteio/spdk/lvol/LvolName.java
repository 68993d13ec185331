package dev.liteio.spdk.lvol;

import java.nio.charset.StandardCharsets;

/** A logical volume or snapshot: its store and its bare name, each 1 to 63 bytes and without /. */
public record LvolName(String store, String name) {

  private static final int LIMIT = 63;

  public LvolName {
    check("store", store);
    check("logical volume", name);
  }

  /** The name that calls take: {@code store/name}. */
  public String alias() {
    return store + "/" + name;
  }

  /** Reads an alias; it has one slash. */
  public static LvolName ofAlias(String alias) {
    int slash = alias.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "name of a logical volume is \"" + alias + "\", expected store/name");
    }
    return new LvolName(alias.substring(0, slash), alias.substring(slash + 1));
  }

  static void check(String what, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > LIMIT || value.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "name of a " + what + " is \"" + value + "\", expected 1 to 63 bytes without /");
    }
  }

  @Override
  public String toString() {
    return alias();
  }
}
