package dev.liteio.cli.get;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.cli.Samples;
import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingTest {

  private static final Instant NOW = Samples.BORN.plus(Duration.ofDays(3));

  private static Inventory inventory(
      List<StoragePool> pools,
      List<Volume> volumes,
      List<LogicalVolume> legs,
      List<Attachment> attachments) {
    return new Inventory(pools, volumes, legs, attachments, Map.of("pvc-1", "shop/data"));
  }

  private static List<String> lines(Inventory inventory, Kind kind, boolean wide) {
    return new Listing(inventory, NOW)
        .of(kind).lines(wide).stream().map(line -> line.replaceAll(" {2,}", " | ")).toList();
  }

  @Test
  void sizes_are_for_people_and_a_pool_says_why_it_is_not_ready() {
    var inventory =
        inventory(
            List.of(
                Samples.pool("fast"),
                Samples.pool("odd", false, "DeviceRefused", "/dev/nvme1n1: it holds ext4"),
                Samples.silentPool("silent")),
            List.of(),
            List.of(),
            List.of());

    assertThat(lines(inventory, Kind.POOLS, false))
        .containsExactly(
            "NAME | NODE | READY | CAPACITY | FREE | AGE | REASON",
            "fast | n1 | True | 1TiB | 300.5GiB | 3d | -",
            "odd | n1 | False | 1TiB | 300.5GiB | 3d | /dev/nvme1n1: it holds ext4",
            "silent | n1 | Unknown | ? | ? | 3d | no agent has reported on it: is one running on node n1?");
  }

  @Test
  void a_wide_pool_shows_its_devices_volumes_and_endpoints() {
    var inventory =
        inventory(
            List.of(Samples.pool("fast")),
            List.of(),
            List.of(Samples.leg("pvc-1", "fast")),
            List.of());

    assertThat(lines(inventory, Kind.POOLS, true).get(1))
        .isEqualTo(
            "fast | n1 | True | 1TiB | 300.5GiB | 3d | 300GiB | 1/1 | 1 | tcp://10.0.0.7:4420 | -");
  }

  @Test
  void a_volume_shows_its_claim_where_it_lies_and_who_uses_it() {
    var inventory =
        inventory(
            List.of(),
            List.of(Samples.volume("pvc-1")),
            List.of(Samples.leg("pvc-1", "fast")),
            List.of(Samples.attachment("pvc-1", "live")));

    assertThat(lines(inventory, Kind.VOLUMES, false))
        .containsExactly(
            "NAME | SIZE | STATE | POOL | NODE | HOST | CLAIM | FILESYSTEM | AGE | REASON",
            "pvc-1 | 10GiB | Ready | fast | n1 | n2 | shop/data | - | 3d | -");
    assertThat(lines(inventory, Kind.LOGICAL_VOLUMES, false).get(1))
        .isEqualTo("pvc-1-1 | fast | n1 | 10GiB | Ready | n2 | shop/data | 3d | -");
    assertThat(lines(inventory, Kind.ATTACHMENTS, false).get(1))
        .isEqualTo("pvc-1 | n2 | ReadWrite | Staged | 1/1 live | shop/data | 3d | -");
  }

  @Test
  void a_dead_target_is_seen_from_all_sides() {
    var inventory =
        inventory(
            List.of(),
            List.of(Samples.volume("pvc-1")),
            List.of(
                Samples.leg(
                    "pvc-1",
                    "fast",
                    LogicalVolumeState.NOT_READY,
                    LogicalVolumeReason.TARGET_UNREACHABLE,
                    null)),
            List.of(Samples.attachment("pvc-1", "connecting")));

    assertThat(lines(inventory, Kind.VOLUMES, false).get(1))
        .contains("NotReady", "pvc-1-1: the target does not answer");
    assertThat(lines(inventory, Kind.LOGICAL_VOLUMES, false).get(1))
        .contains("NotReady", "the target does not answer");
    assertThat(lines(inventory, Kind.ATTACHMENTS, false).get(1))
        .contains("0/1 live", "connecting: reads and writes wait until the target is back");
  }

  @Test
  void a_volume_without_a_leg_is_being_made_or_lost() {
    Volume fresh = Samples.volume("fresh");
    fresh.setStatus(null);
    var inventory =
        inventory(List.of(), List.of(fresh, Samples.volume("gone")), List.of(), List.of());

    assertThat(lines(inventory, Kind.VOLUMES, false).get(1))
        .contains("Creating", "no pool has taken it yet");
    assertThat(lines(inventory, Kind.VOLUMES, false).get(2))
        .contains("Lost", "no LogicalVolume serves its bytes");
  }

  @Test
  void what_is_being_deleted_says_what_it_waits_for() {
    Volume volume = Samples.volume("pvc-1");
    volume.setSpec(volume.getSpec().destroyed());
    Attachment attachment = Samples.attachment("pvc-1", "live");
    attachment.setSpec(attachment.getSpec().revoked());
    var inventory = inventory(List.of(), List.of(volume), List.of(), List.of(attachment));

    assertThat(lines(inventory, Kind.VOLUMES, false).get(1))
        .contains("Deleting", "still in use on n2");
    assertThat(lines(inventory, Kind.ATTACHMENTS, false).get(1))
        .contains("Revoking", "proven that this host is out");
  }

  @Test
  void what_was_deleted_by_hand_stays_and_says_so() {
    Volume volume = Samples.volume("pvc-1");
    volume.getMetadata().setDeletionTimestamp(NOW.toString());
    Attachment attachment = Samples.attachment("pvc-1", "live");
    attachment.getMetadata().setDeletionTimestamp(NOW.toString());
    var inventory = inventory(List.of(), List.of(volume), List.of(), List.of(attachment));

    assertThat(lines(inventory, Kind.VOLUMES, false).get(1)).contains("works on");
    assertThat(lines(inventory, Kind.ATTACHMENTS, false).get(1)).contains("stays in force");
  }

  @Test
  void objects_without_a_spec_are_listed_all_the_same() {
    LogicalVolume leg = new LogicalVolume();
    leg.setMetadata(Samples.leg("x", "y").getMetadata());
    leg.setSpec(null);
    StoragePool pool = Samples.silentPool("p");
    pool.setSpec(null);
    Attachment attachment = Samples.attachment("a", "live");
    attachment.setSpec(null);
    Volume volume = Samples.volume("v");
    volume.setSpec(null);
    var inventory = inventory(List.of(pool), List.of(volume), List.of(leg), List.of(attachment));

    for (Kind kind : Kind.values()) {
      assertThat(lines(inventory, kind, true)).hasSize(2);
    }
  }

  @Test
  void kinds_have_kubectls_words_and_an_unknown_one_is_refused_with_a_suggestion() {
    assertThat(Kind.parse("StoragePools")).isEqualTo(Kind.POOLS);
    assertThat(Kind.parse("lv")).isEqualTo(Kind.LOGICAL_VOLUMES);
    assertThatThrownBy(() -> Kind.parse("volums"))
        .hasMessageContaining("known: pools, volumes, logicalvolumes, attachments")
        .hasMessageEndingWith("did you mean volume?");
  }
}
