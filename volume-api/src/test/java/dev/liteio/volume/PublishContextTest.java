package dev.liteio.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishContextTest {
  private static final PublishContext CONTEXT =
      new PublishContext("pvc-1", "uid-1", HostIdentity.mint());

  @Test
  void whatIsWrittenIsRead() {
    assertThat(PublishContext.parse(CONTEXT.toMap())).isEqualTo(CONTEXT);
  }

  @Test
  void keysOfOthersAreLeftAlone() {
    var more = new HashMap<>(CONTEXT.toMap());
    more.put("csi.storage.k8s.io/x", "y");
    assertThat(PublishContext.parse(more)).isEqualTo(CONTEXT);
  }

  @Test
  void eachMissingOrMalformedKeyIsNamed() {
    for (String key : CONTEXT.toMap().keySet()) {
      var less = new HashMap<>(CONTEXT.toMap());
      less.remove(key);
      assertThatThrownBy(() -> PublishContext.parse(less))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(key);
    }
    assertThatThrownBy(() -> PublishContext.parse(Map.of("device", "/dev/mock")))
        .hasMessageContaining("device");
    var odd = new HashMap<>(CONTEXT.toMap());
    odd.put("liteio.dev/host-id", "1-1-1-1-1");
    assertThatThrownBy(() -> PublishContext.parse(odd)).hasMessageContaining("1-1-1-1-1");
  }
}
