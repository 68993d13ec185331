package dev.liteio.spdk.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** jnr-ffi is an implementation detail of one class: nothing else may come to depend on it. */
class ShimBoundaryTest {

  @Test
  void only_the_shim_names_types_of_jnr() throws IOException {
    Path classes = Path.of("target/classes/dev/liteio/spdk");
    try (Stream<Path> files = Files.walk(classes)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".class"))
                  .filter(ShimBoundaryTest::namesJnr)
                  .map(file -> file.getFileName().toString()))
          .allMatch(name -> name.startsWith("JnrLibc"))
          .isNotEmpty();
    }
  }

  private static boolean namesJnr(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("jnr/ffi/");
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
