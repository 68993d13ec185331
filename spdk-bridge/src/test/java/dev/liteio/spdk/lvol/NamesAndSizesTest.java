package dev.liteio.spdk.lvol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesAndSizesTest {

  @Test
  void an_alias_is_store_and_name() {
    LvolName name = LvolName.ofAlias("pool/v 1");
    assertThat(name).isEqualTo(new LvolName("pool", "v 1"));
    assertThat(name.alias()).isEqualTo("pool/v 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool", "pool/", "/v1", "pool/a/b", ""})
  void what_is_no_alias_is_refused(String alias) {
    assertThatThrownBy(() -> LvolName.ofAlias(alias)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void names_are_counted_in_bytes() {
    assertThat(new LvolName("p", "ä".repeat(31)).name()).hasSize(31);
    assertThatThrownBy(() -> new LvolName("p", "ä".repeat(32)))
        .hasMessageContaining("1 to 63 bytes");
    assertThatThrownBy(() -> new CreateLvstore("b", "p/q", null, null, null))
        .hasMessageContaining("without /");
  }

  @Test
  void an_empty_volume_is_refused() {
    assertThatThrownBy(() -> new CreateLvol(new LvolName("p", "v"), 0, true, ClearMethod.UNMAP))
        .hasMessageContaining("0 MiB");
  }
}
