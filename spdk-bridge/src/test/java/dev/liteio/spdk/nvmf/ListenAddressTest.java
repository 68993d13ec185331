package dev.liteio.spdk.nvmf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ListenAddressTest {

  @Test
  void the_family_follows_from_the_address() {
    assertThat(ListenAddress.tcp("10.0.0.1", 4420).adrfam()).isEqualTo("IPv4");
    assertThat(ListenAddress.tcp("fd00::1", 4420).adrfam()).isEqualTo("IPv6");
  }

  @Test
  void the_same_place_may_be_written_in_two_ways() {
    ListenAddress ours = ListenAddress.tcp("10.0.0.1", 4420);
    assertThat(ours.samePlace(new ListenAddress("tcp", null, "10.0.0.1", "4420"))).isTrue();
    assertThat(ours.samePlace(new ListenAddress("RDMA", null, "10.0.0.1", "4420"))).isFalse();
    assertThat(ours.samePlace(ListenAddress.tcp("10.0.0.1", 4421))).isFalse();
  }

  @Test
  void a_port_out_of_range_is_refused() {
    assertThatThrownBy(() -> ListenAddress.tcp("10.0.0.1", 0)).hasMessageContaining("port is 0");
    assertThatThrownBy(() -> ListenAddress.tcp("10.0.0.1", 65536))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
