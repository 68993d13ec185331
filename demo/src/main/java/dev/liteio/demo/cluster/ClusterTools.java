package dev.liteio.demo.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The programs of Kubernetes, as {@code scripts/cluster-tools.sh} builds them, and the disk of
 * images, as {@code scripts/cluster-images.sh} lays it, and the chart of the checkout.
 *
 * @param programs folder of the programs
 * @param images raw disk whose file system holds containerd's folder with all images in it
 * @param chart folder of the driver's chart
 */
public record ClusterTools(Path programs, Path images, Path chart) {
  private static final String CHART = "deploy/helm/liteio";

  /**
   * What is prepared in the user's cache.
   *
   * @param environment environment variables; LITEIO_HOME is the checkout, by default the one that
   *     this runs in
   * @throws ClusterException when something is not; says how to get it
   */
  public static ClusterTools locate(Map<String, String> environment) {
    Path cache = cache(environment).resolve("liteio");
    return new ClusterTools(
        programs(cache),
        prepared(cache.resolve("images/current"), "disk", "cluster-images.sh").resolve("disk"),
        chart(environment));
  }

  /** The same without images: enough for a control plane. */
  public static ClusterTools locateWithoutImages(Map<String, String> environment) {
    Path cache = cache(environment).resolve("liteio");
    return new ClusterTools(programs(cache), cache.resolve("images/none"), chart(environment));
  }

  private static Path programs(Path cache) {
    return prepared(cache.resolve("tools/current"), "kube-apiserver", "cluster-tools.sh");
  }

  private static Path chart(Map<String, String> environment) {
    Path here = Path.of(environment.getOrDefault("LITEIO_HOME", "")).toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(CHART))) {
        return folder.resolve(CHART);
      }
    }
    throw new ClusterException(
        "no %s in %s or above it: run this in a checkout, or set LITEIO_HOME to one"
            .formatted(CHART, here));
  }

  private static Path cache(Map<String, String> environment) {
    String cache = environment.get("XDG_CACHE_HOME");
    return cache != null
        ? Path.of(cache)
        : Path.of(environment.getOrDefault("HOME", "/"), ".cache");
  }

  private static Path prepared(Path folder, String file, String script) {
    if (!Files.exists(folder.resolve(file))) {
      throw new ClusterException(
          "no %s in %s: run scripts/%s (./check cluster does it too)"
              .formatted(file, folder, script));
    }
    try {
      // links are followed once: they may point to newer ones while these run
      return folder.toRealPath();
    } catch (IOException e) {
      throw new ClusterException("the folder " + folder + " cannot be read", e);
    }
  }

  /** The path of a program. */
  public String program(String name) {
    return programs.resolve(name).toString();
  }
}
