package dev.liteio.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.model.annotation.Plural;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart ships is what the code was built with. */
class ChartDefinitionsTest {

  private static final Path DEFINITIONS = Path.of("../deploy/helm/liteio/files/crds");

  private static Stream<Class<?>> kinds() {
    return Stream.of(StoragePool.class, Volume.class, LogicalVolume.class, Attachment.class);
  }

  /** With -Dliteio.chart.write=true the definitions are written instead. */
  @ParameterizedTest
  @MethodSource("kinds")
  void the_definitions_are_the_generated_ones_with_the_columns_in_order(Class<?> kind)
      throws IOException {
    String file = kind.getAnnotation(Plural.class).value() + ".liteio.dev-v1.yml";
    String expected = PrinterColumns.of(kind).inOrder(generated(file));
    if (Boolean.getBoolean("liteio.chart.write")) {
      Files.writeString(DEFINITIONS.resolve(file), expected);
    }

    assertThat(DEFINITIONS.resolve(file))
        .as("repeat this test with -Dliteio.chart.write=true")
        .content()
        .isEqualTo(expected);
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
