package dev.liteio.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.StoragePool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart ships is what the code was built with. */
class ChartTest {

  private static final Path DEFINITIONS = Path.of("../deploy/helm/liteio/files/crds");

  @ParameterizedTest
  @ValueSource(strings = {"storagepools", "volumes", "logicalvolumes", "attachments"})
  void the_definitions_are_the_generated_ones(String kind) throws IOException {
    String file = kind + ".liteio.dev-v1.yml";

    assertThat(DEFINITIONS.resolve(file))
        .as(
            "copy volume-api/target/classes/META-INF/fabric8/*.yml to deploy/helm/liteio/files/crds")
        .content()
        .isEqualTo(generated(file));
  }

  @Test
  void no_other_definition_is_shipped() throws IOException {
    try (Stream<Path> files = Files.list(DEFINITIONS)) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .allSatisfy(file -> assertThat(generated(file)).isNotEmpty())
          .hasSize(4);
    }
  }

  private static String generated(String file) throws IOException {
    try (InputStream content = StoragePool.class.getResourceAsStream("/META-INF/fabric8/" + file)) {
      return new String(
          Objects.requireNonNull(content, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
