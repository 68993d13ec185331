package dev.liteio.controller.request;

import dev.liteio.crd.VolumeParameter;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.volume.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The parameters of a StorageClass (docs/parameters.md). A key nobody knows is an error: a
 * parameter that is silently ignored is a volume that is not what its owner thinks.
 *
 * @param kept as given, without what the sidecars add: what a repeated call is compared with
 */
public record StorageClassParameters(
    LabelSelector pools,
    boolean thin,
    Locality locality,
    boolean spread,
    Optional<String> fsType,
    Map<String, String> kept) {

  /** Keys of the sidecars: about who asks, not about what is asked for. */
  public static final String SIDECAR_PREFIX = "csi.storage.k8s.io/";

  public static final String POOL_SELECTOR = "poolSelector";
  public static final String THIN = "thin";
  public static final String LOCALITY = "locality";
  public static final String SPREAD = "spread";
  public static final String FS_TYPE = VolumeParameter.FS_TYPE;
  public static final String MKFS_OPTIONS = VolumeParameter.MKFS_OPTIONS;

  /** Every key there is. */
  public static final List<String> KEYS =
      List.of(POOL_SELECTOR, THIN, LOCALITY, SPREAD, FS_TYPE, MKFS_OPTIONS);

  private static final List<String> FILE_SYSTEMS = List.of("ext4", "xfs");
  private static final Pattern MKFS_WORDS = Pattern.compile("[-A-Za-z0-9=,._:^ ]{0,1024}");

  public StorageClassParameters {
    kept = Map.copyOf(kept);
  }

  /**
   * Reads them.
   *
   * @throws InvalidRequest for a key nobody knows, with the one that was probably meant, or a value
   *     that cannot be
   */
  public static StorageClassParameters parse(Map<String, String> given) {
    Map<String, String> kept = new TreeMap<>(given);
    kept.keySet().removeIf(key -> key.startsWith(SIDECAR_PREFIX));
    kept.keySet().forEach(StorageClassParameters::checkKey);
    checkMkfsOptions(kept.getOrDefault(MKFS_OPTIONS, ""));
    String selector = kept.get(POOL_SELECTOR);
    return new StorageClassParameters(
        selector == null ? LabelSelector.EVERYTHING : LabelSelector.parse(POOL_SELECTOR, selector),
        flag(kept, THIN),
        locality(kept.get(LOCALITY)),
        flag(kept, SPREAD),
        Optional.ofNullable(kept.get(FS_TYPE)).map(StorageClassParameters::fileSystem),
        kept);
  }

  private static void checkKey(String key) {
    if (!KEYS.contains(key)) {
      String meant =
          Suggestion.of(key, KEYS).map(k -> "; did you mean %s?".formatted(k)).orElse("");
      throw new InvalidRequest(
          "parameter '%s' is unknown (known: %s)%s".formatted(key, String.join(", ", KEYS), meant));
    }
  }

  private static boolean flag(Map<String, String> given, String key) {
    String value = given.getOrDefault(key, "false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new InvalidRequest(
              "parameter %s: '%s' (expected: true or false)".formatted(key, value));
    };
  }

  private static Locality locality(@org.jspecify.annotations.Nullable String word) {
    if (word == null) {
      return Locality.PREFERRED;
    }
    return Locality.ofWord(word)
        .orElseThrow(() ->
            new InvalidRequest(
                "parameter %s: '%s' (expected: required, preferred, remote or any)"
                    .formatted(LOCALITY, word)));
  }

  /** A file system we can make. */
  static String fileSystem(String word) {
    if (!FILE_SYSTEMS.contains(word)) {
      throw new InvalidRequest(
          "file system '%s' (expected: %s)".formatted(word, String.join(" or ", FILE_SYSTEMS)));
    }
    return word;
  }

  private static void checkMkfsOptions(String words) {
    if (!MKFS_WORDS.matcher(words).matches()) {
      throw new InvalidRequest(
          "parameter %s: '%s' (expected: up to 1024 letters, digits, blanks and - = , . _ : ^)"
              .formatted(MKFS_OPTIONS, words));
    }
  }
}
