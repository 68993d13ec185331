package dev.liteio.cli.get;

import dev.liteio.volume.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A kind of object that people ask for. */
public enum Kind {
  POOLS("pools pool storagepools storagepool"),
  VOLUMES("volumes volume vol"),
  LOGICAL_VOLUMES("logicalvolumes logicalvolume lv"),
  ATTACHMENTS("attachments attachment att");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  private List<String> words() {
    return List.of(words.split(" ", -1));
  }

  /** What it is called in a sentence about several. */
  public String word() {
    return words().getFirst();
  }

  /** What it is called in a sentence about one. */
  public String singular() {
    return words().get(1);
  }

  /**
   * Reads one of the words for it; case does not matter.
   *
   * @throws IllegalArgumentException for an unknown word, with the one that was probably meant
   */
  public static Kind parse(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(kind -> kind.words().contains(lower))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(word)));
  }

  private static String unknown(String word) {
    List<String> all = Arrays.stream(values()).flatMap(kind -> kind.words().stream()).toList();
    return "'%s' is no kind of object here (known: %s)%s"
        .formatted(
            word,
            known().collect(Collectors.joining(", ")),
            Suggestion.of(word, all)
                .map(meant -> "; did you mean %s?".formatted(meant))
                .orElse(""));
  }

  /** The word for each kind. */
  public static Stream<String> known() {
    return Arrays.stream(values()).map(Kind::word);
  }
}
