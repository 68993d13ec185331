package dev.liteio.demo.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The kernel a guest boots, as {@code scripts/guest-kernel.sh} prepares it.
 *
 * @param image the compressed kernel
 * @param initramfs first root of the guest, with the drivers it needs to reach this machine's files
 * @param modules all modules of that kernel, in the layout of {@code /lib/modules}
 */
public record GuestKernel(Path image, Path initramfs, Path modules) {

  /**
   * The prepared kernel: in the folder {@code LITEIO_GUEST_KERNEL}, or else in the user's cache.
   *
   * @param environment environment variables
   * @throws GuestException when there is none; says how to get one
   */
  public static GuestKernel locate(Map<String, String> environment) {
    Path folder = folder(environment);
    if (!Files.isRegularFile(folder.resolve("vmlinuz"))) {
      throw new GuestException(
          "no guest kernel in "
              + folder
              + ": run scripts/guest-kernel.sh (Debian; ./check does it too)");
    }
    try {
      // links are followed once: they may point to a newer kernel while this one runs
      return new GuestKernel(
          folder.resolve("vmlinuz").toRealPath(),
          folder.resolve("initramfs.gz").toRealPath(),
          folder.resolve("modules").toRealPath());
    } catch (IOException e) {
      throw new GuestException("the guest kernel's folder " + folder + " is not complete", e);
    }
  }

  private static Path folder(Map<String, String> environment) {
    String named = environment.get("LITEIO_GUEST_KERNEL");
    if (named != null) {
      return Path.of(named);
    }
    String cache = environment.get("XDG_CACHE_HOME");
    Path base =
        cache != null ? Path.of(cache) : Path.of(environment.getOrDefault("HOME", "/"), ".cache");
    return base.resolve("liteio/guest/current");
  }
}
