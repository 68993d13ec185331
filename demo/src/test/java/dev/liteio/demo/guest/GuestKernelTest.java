package dev.liteio.demo.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestKernelTest {
  @TempDir Path home;

  @Test
  void without_one_it_says_how_to_get_it() {
    assertThatThrownBy(() -> GuestKernel.locate(Map.of("HOME", home.toString())))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining(home.resolve(".cache/liteio/guest/current").toString())
        .hasMessageContaining("scripts/guest-kernel.sh");
  }

  @Test
  void the_cache_follows_xdg() throws IOException {
    Path folder = prepared(home.resolve("liteio/guest/current"));

    assertThat(GuestKernel.locate(Map.of("HOME", "/nowhere", "XDG_CACHE_HOME", home.toString())))
        .isEqualTo(expected(folder));
  }

  @Test
  void a_named_folder_comes_first() throws IOException {
    Path folder = prepared(home.resolve("named"));

    assertThat(GuestKernel.locate(Map.of("LITEIO_GUEST_KERNEL", folder.toString())))
        .isEqualTo(expected(folder));
  }

  private static Path prepared(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("modules"));
    Files.createFile(folder.resolve("vmlinuz"));
    Files.createFile(folder.resolve("initramfs.gz"));
    return folder.toRealPath();
  }

  private static GuestKernel expected(Path folder) {
    return new GuestKernel(
        folder.resolve("vmlinuz"), folder.resolve("initramfs.gz"), folder.resolve("modules"));
  }
}
