package dev.liteio.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {

  private static final String UUID_TEXT = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff";

  @Test
  void aLegDerivesEverythingFromItsUuid() {
    LegIdentity leg = LegIdentity.parse(UUID_TEXT);
    assertThat(leg.nqn()).hasToString("nqn.2026-11.dev.liteio:" + UUID_TEXT);
    assertThat(leg.serial()).isEqualTo("0f1e2d3c4b5a49788695");
    assertThat(leg.nguid()).isEqualTo("0f1e2d3c4b5a49788695a4b3c2d1e0ff");
  }

  @Test
  void aHostIsNeverTheSameTwice() {
    assertThat(HostIdentity.mint()).isNotEqualTo(HostIdentity.mint());
    assertThat(HostIdentity.parse(UUID_TEXT).nqn())
        .hasToString("nqn.2014-08.org.nvmexpress:uuid:" + UUID_TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1-1-1-1-1", "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0FF", "x"})
  void uuidsAreReadStrictly(String text) {
    assertThatThrownBy(() -> HostIdentity.parse(text)).hasMessageContaining("host id: '" + text);
  }

  @Test
  void aVolumeIdFollowsFromTheCsiName() {
    assertThat(VolumeId.ofCsiName("pvc-" + UUID_TEXT).value()).isEqualTo("pvc-" + UUID_TEXT);
    VolumeId hashed = VolumeId.ofCsiName("Ünïcode/" + "x".repeat(119));
    assertThat(hashed.value()).matches("vol-[0-9a-f]{32}");
    assertThat(VolumeId.ofCsiName("Ünïcode/" + "x".repeat(119))).isEqualTo(hashed);
  }

  @Test
  void aLongNodeNameIsHashedForItsLabel() {
    assertThat(new NodeName("node-1").label()).isEqualTo("node-1");
    String longName = "n".repeat(60) + ".example.com";
    assertThat(new NodeName(longName).label()).hasSizeLessThanOrEqualTo(63).startsWith("node-");
  }

  @Test
  void controllerIdsOfTwoTargetsNeverMeet() {
    Set<Integer> seen = new HashSet<>();
    for (int index = 0; index < ControllerIdWindow.COUNT; index++) {
      for (TargetSlot slot : TargetSlot.values()) {
        ControllerIdWindow window = new ControllerIdWindow(index);
        for (int id = window.min(slot); id <= window.max(slot); id++) {
          assertThat(seen.add(id)).isTrue();
        }
      }
    }
    assertThat(seen).hasSize(64000).allMatch(id -> id >= 1 && id <= 65519);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nqn.2026-11", "iqn.2026-11.dev:x", "nqn.2026-1.dev:x", "nqn.2026-11.d x"})
  void anNqnIsChecked(String text) {
    assertThatThrownBy(() -> new Nqn(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLegIsRecognisedByItsSubsystemsNameAndStrangersAreNot() {
    LegIdentity leg = LegIdentity.mint();
    assertThat(LegIdentity.ofNqn(leg.nqn().value())).contains(leg);
    assertThat(LegIdentity.ofNqn("nqn.2026-11.dev.liteio:other")).isEmpty();
    assertThat(LegIdentity.ofNqn("nqn.2014-08.org.example:" + leg.uuid())).isEmpty();
  }
}
