package dev.liteio.controller.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.failure.InvalidRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StorageClassParametersTest {

  private static void assertRefused(Map<String, String> given, String... saying) {
    assertThatThrownBy(() -> StorageClassParameters.parse(given))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContainingAll(saying);
  }

  @Test
  void nothingMeansTheDefaults() {
    var defaults = StorageClassParameters.parse(Map.of());
    assertThat(defaults.locality()).isEqualTo(Locality.PREFERRED);
    assertThat(defaults.thin()).isFalse();
    assertThat(defaults.spread()).isFalse();
    assertThat(defaults.fsType()).isEmpty();
    assertThat(defaults.pools().matches(Map.of())).isTrue();
  }

  @Test
  void anUnknownKeyIsRefusedWithTheOneThatWasMeant() {
    assertRefused(Map.of("poolselector", "a=b"), "'poolselector'", "did you mean poolSelector?");
    assertRefused(Map.of("thinn", "true"), "did you mean thin?");
    assertThatThrownBy(() -> StorageClassParameters.parse(Map.of("replicas", "3")))
        .message()
        .contains("known: ")
        .doesNotContain("did you mean");
  }

  @Test
  void whatTheSidecarsAddIsToleratedAndNotCompared() {
    var given = Map.of("thin", "true", "csi.storage.k8s.io/pvc/name", "claim");
    assertThat(StorageClassParameters.parse(given).kept()).containsOnlyKeys("thin");
  }

  @Test
  void aValueThatCannotBeIsRefused() {
    assertRefused(Map.of("thin", "yes"), "thin", "'yes'", "true or false");
    assertRefused(Map.of("locality", "near"), "'near'", "required, preferred, remote or any");
    assertRefused(Map.of("poolSelector", "disk"), "'disk'", "label=value");
    assertRefused(Map.of("poolSelector", "disk=a,disk=b"), "disk", "a and b");
    assertRefused(Map.of(StorageClassParameters.FS_TYPE, "ntfs"), "'ntfs'", "ext4 or xfs");
    assertRefused(Map.of(StorageClassParameters.MKFS_OPTIONS, "$(reboot)"), "mkfs");
  }

  @Test
  void everyKeyIsDocumentedAndNoOther() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "parameters.md"));
    String firstTable = page.substring(0, page.indexOf("## locality"));
    var keys =
        Pattern.compile("^\\| `([A-Za-z]+)` \\|", Pattern.MULTILINE)
            .matcher(firstTable)
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();
    assertThat(keys).containsExactlyInAnyOrderElementsOf(StorageClassParameters.KEYS);
  }
}
