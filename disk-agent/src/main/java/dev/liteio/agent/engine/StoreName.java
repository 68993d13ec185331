package dev.liteio.agent.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of the store on a device: our label. It derives from pool and device, so that a disk
 * that turns up in another place or pool is not taken for another.
 */
public final class StoreName {

  private static final String PREFIX = "liteio-";
  private static final int DIGITS = 32;

  private StoreName() {}

  /** The name of the store of this pool on the device at this path. */
  public static String of(String pool, String path) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256")
              .digest((pool + "\0" + path).getBytes(StandardCharsets.UTF_8));
      return PREFIX + HexFormat.of().formatHex(sum).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether a store of this name is one of ours. */
  public static boolean isOurs(String store) {
    return store.startsWith(PREFIX);
  }
}
