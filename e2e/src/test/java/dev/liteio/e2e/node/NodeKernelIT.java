package dev.liteio.e2e.node;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csi.v1.NodeExpandVolumeResponse;
import csi.v1.NodeGetVolumeStatsResponse;
import csi.v1.VolumeUsage;
import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.FilesystemState;
import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeStatus;
import dev.liteio.demo.guest.Guest;
import dev.liteio.demo.guest.GuestCommand;
import dev.liteio.e2e.guest.InGuest;
import dev.liteio.e2e.target.KernelHost;
import dev.liteio.e2e.target.Pattern;
import dev.liteio.e2e.target.TargetProcess;
import dev.liteio.e2e.target.VolumeExport;
import dev.liteio.node.nvme.NvmeCli;
import dev.liteio.volume.HostIdentity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node plugin under a real kernel: from a published volume to a file, and back to nothing. */
@InGuest(memoryMiB = 2048)
@EnableKubernetesMockClient(crud = true, https = false)
class NodeKernelIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path folder;
  static KubernetesClient api;
  private static TargetProcess target;
  private static KernelHost kernel;
  private static NodeInGuest node;

  @BeforeAll
  static void start(Guest guest) {
    target = TargetProcess.start(folder, 1024);
    kernel = KernelHost.in(guest);
    node = NodeInGuest.start(guest, URI.create(api.getMasterUrl().toString()).getPort());
  }

  @AfterAll
  static void stop() {
    node.close();
    target.close();
  }

  @AfterEach
  void leave(Guest guest) {
    guest.sh(
        """
        for each in $(ls -d /sys/class/nvme/nvme*/delete_controller 2>/dev/null); do echo 1 > $each; done
        awk '$2 ~ "^/run/kubelet/" { print $2 }' /proc/mounts | tac | xargs -r umount
        rm -rf /run/liteio/node
        """);
  }

  @Test
  void a_volume_is_formatted_mounted_grown_and_taken_down_and_keeps_its_files(Guest guest) {
    VolumeExport export = target.export("files", 64);
    PublishedVolume volume = PublishedVolume.publish(export, false, api);

    node.csi().nodeStageVolume(volume.stage());
    node.csi().nodePublishVolume(volume.publish());

    assertThat(guest.run("findmnt", "-no", "FSTYPE", volume.target())).isEqualTo("ext4");
    assertThat(volume.object().getStatus().filesystem().state())
        .isEqualTo(FilesystemState.FORMATTED);
    assertThat(volume.attachment().getStatus().staged()).isTrue();
    guest.sh("echo kept > " + volume.target() + "/file");

    VolumeUsage before = bytes(node.csi().nodeGetVolumeStats(volume.stats()));
    target.rpc().lvols().resize(export.lvol(), 128).join();
    guest.await(
        "[ " + (128L << 20) + " = $(blockdev --getsize64 " + kernel.disk(export.leg()) + ") ]",
        PATIENCE);
    NodeExpandVolumeResponse grown = node.csi().nodeExpandVolume(volume.expand());
    VolumeUsage after = bytes(node.csi().nodeGetVolumeStats(volume.stats()));

    assertThat(grown.getCapacityBytes()).isEqualTo(128L << 20);
    assertThat(after.getTotal()).isGreaterThan(before.getTotal() + (48L << 20));

    takeDown(volume, export);
    node.csi().nodeStageVolume(volume.stage());
    node.csi().nodePublishVolume(volume.publish());

    assertThat(guest.run("cat", volume.target() + "/file")).isEqualTo("kept");
    takeDown(volume, export);
    guest.sh("[ ! -e " + volume.target() + " ]");
  }

  @Test
  void a_raw_block_volume_is_the_disk_itself(Guest guest) {
    VolumeExport export = target.export("block", 16);
    PublishedVolume volume = PublishedVolume.publish(export, true, api);

    node.csi().nodeStageVolume(volume.stage());
    node.csi().nodePublishVolume(volume.publish());

    guest.sh("[ -b " + volume.target() + " ]");
    guest.sh(Pattern.write('r', volume.target()));
    assertThat(guest.sh(Pattern.read(kernel.disk(export.leg())))).isEqualTo("r");
    assertThat(bytes(node.csi().nodeGetVolumeStats(volume.stats())).getTotal())
        .isEqualTo(16L << 20);
    takeDown(volume, export);
  }

  @Test
  void every_call_may_be_repeated(Guest guest) {
    VolumeExport export = target.export("repeated", 32);
    PublishedVolume volume = PublishedVolume.publish(export, false, api);

    for (int i = 0; i < 2; i++) {
      node.csi().nodeStageVolume(volume.stage());
    }
    for (int i = 0; i < 2; i++) {
      node.csi().nodePublishVolume(volume.publish());
    }
    assertThat(guest.sh("grep -c ' " + volume.target() + " ' /proc/mounts")).isEqualTo("1");
    for (int i = 0; i < 2; i++) {
      takeDown(volume, export);
    }
  }

  @Test
  void a_plugin_that_is_killed_continues_where_it_was(Guest guest) {
    VolumeExport export = target.export("continued", 32);
    PublishedVolume volume = PublishedVolume.publish(export, false, api);
    node.csi().nodeStageVolume(volume.stage());

    node.restart();

    node.csi().nodeStageVolume(volume.stage());
    node.csi().nodePublishVolume(volume.publish());
    assertThat(guest.run("findmnt", "-no", "FSTYPE", volume.target())).isEqualTo("ext4");
    takeDown(volume, export);
  }

  @Test
  void a_file_system_that_nobody_recorded_is_adopted(Guest guest) {
    VolumeExport export = target.export("adopted", 32);
    kernel.connect(export.leg(), export.host(), export.port());
    guest.sh(
        "mkfs.ext4 -q %1$s; mkdir -p /run/m; mount %1$s /run/m; echo foreign >/run/m/file; umount /run/m"
            .formatted(kernel.disk(export.leg())),
        PATIENCE);
    kernel.disconnect(export.leg());
    PublishedVolume volume = PublishedVolume.publish(export, false, api);

    node.csi().nodeStageVolume(volume.stage());

    assertThat(guest.run("cat", volume.staging() + "/file")).isEqualTo("foreign");
    assertThat(volume.object().getStatus().filesystem().state())
        .isEqualTo(FilesystemState.FORMATTED);
    node.csi().nodeUnstageVolume(volume.unstage());
  }

  @Test
  void a_disk_with_bytes_that_are_no_file_system_is_refused_untouched(Guest guest) {
    VolumeExport export = target.export("unknown", 32);
    kernel.connect(export.leg(), export.host(), export.port());
    guest.sh(Pattern.write('u', kernel.disk(export.leg())));
    kernel.disconnect(export.leg());
    PublishedVolume volume = PublishedVolume.publish(export, false, api);

    refused(() -> node.csi().nodeStageVolume(volume.stage()));

    kernel.connect(export.leg(), export.host(), export.port());
    assertThat(guest.sh(Pattern.read(kernel.disk(export.leg())))).isEqualTo("u");
  }

  @Test
  void a_file_system_that_is_recorded_but_gone_is_a_loss_and_never_made_again(Guest guest) {
    VolumeExport export = target.export("lost", 32);
    PublishedVolume volume = PublishedVolume.publish(export, false, api);
    Volume object = volume.object();
    object.setStatus(
        new VolumeStatus(
            null,
            null,
            null,
            new FilesystemRecord(FilesystemState.FORMATTED, "ext4", export.leg().uuid().toString()),
            null));
    api.resource(object).updateStatus();

    refused(() -> node.csi().nodeStageVolume(volume.stage()));

    kernel.connect(export.leg(), export.host(), export.port());
    assertThat(guest.attempt("cmp -n 1M " + kernel.disk(export.leg()) + " /dev/zero").ok())
        .isTrue();
  }

  @Test
  void a_controller_with_another_host_identity_is_removed_first(Guest guest) {
    VolumeExport export = target.export("foreign", 32);
    HostIdentity old = HostIdentity.mint();
    export.allow(target.rpc(), old);
    kernel.connect(export.leg(), old, export.port());
    PublishedVolume volume = PublishedVolume.publish(export, true, api);

    node.csi().nodeStageVolume(volume.stage());

    assertThat(guest.sh("cat /sys/class/nvme/nvme*/hostnqn"))
        .isEqualTo(export.host().nqn().value());
    node.csi().nodeUnstageVolume(volume.unstage());
  }

  @Test
  void a_revoked_volume_with_unwritten_data_is_unstaged_without_hanging(Guest guest) {
    VolumeExport export = target.export("revoked", 64);
    PublishedVolume volume = PublishedVolume.publish(export, false, api);
    node.csi().nodeStageVolume(volume.stage());
    node.csi().nodePublishVolume(volume.publish());
    guest.sh("echo early > " + volume.target() + "/early; sync");

    export.revoke(target.rpc(), export.host());
    GuestCommand late =
        guest.start("dd if=/dev/urandom of=" + volume.target() + "/late bs=1M count=8 conv=fsync");
    kernel.awaitControllerStates(export.leg(), "connecting");
    volume.revoke();
    // the kubelet takes a volume down when its Pod's processes have ended
    assertThat(late.await(PATIENCE).ok()).isFalse();
    node.csi().nodeUnpublishVolume(volume.unpublish());
    node.csi().nodeUnstageVolume(volume.unstage());

    assertThat(kernel.diskIsGone(export.leg())).isTrue();
    HostIdentity next = HostIdentity.mint();
    export.allow(target.rpc(), next);
    PublishedVolume again = volume.again(export, next);
    node.csi().nodeStageVolume(again.stage());
    node.csi().nodePublishVolume(again.publish());
    assertThat(guest.run("cat", again.target() + "/early")).isEqualTo("early");
    takeDown(again, export);
  }

  @Test
  void a_disk_that_nobody_serves_keeps_no_other_volume_from_coming_and_going(
      Guest guest, @TempDir Path elsewhere) {
    VolumeExport export = target.export("unconcerned", 32);
    PublishedVolume volume = PublishedVolume.publish(export, false, api);
    try (TargetProcess doomed = TargetProcess.start(elsewhere, 64)) {
      VolumeExport away = doomed.export("away", 16);
      PublishedVolume stuck = PublishedVolume.publish(away, true, api);
      node.csi().nodeStageVolume(stuck.stage());
      node.csi().nodePublishVolume(stuck.publish());
      doomed.kill();
      kernel.awaitControllerStates(away.leg(), "connecting");
      GuestCommand writer =
          guest.start("dd if=/dev/zero of=%s bs=4096 count=1".formatted(stuck.target()));
      guest.await("grep -qs bdev_release /proc/[0-9]*/stack", PATIENCE);
      // nobody can open a disk while this one waits for it
      GuestCommand syncer = guest.start("sync");
      guest.await("grep -qs sync_bdevs /proc/[0-9]*/stack", PATIENCE);

      node.csi().nodeStageVolume(volume.stage());
      node.csi().nodePublishVolume(volume.publish());
      takeDown(volume, export);

      assertThat(syncer.isRunning()).as("all of it came and went meanwhile").isTrue();
      stuck.revoke();
      writer.await(PATIENCE);
      syncer.await(PATIENCE);
      node.csi().nodeUnpublishVolume(stuck.unpublish());
      node.csi().nodeUnstageVolume(stuck.unstage());
      assertThat(kernel.diskIsGone(away.leg())).isTrue();
    }
  }

  @Test
  void a_connection_that_takes_its_time_keeps_no_file_system_in_use(Guest guest) {
    VolumeExport export = target.export("meanwhile", 32);
    PublishedVolume volume = PublishedVolume.publish(export, false, api);
    node.csi().nodeStageVolume(volume.stage());
    node.csi().nodePublishVolume(volume.publish());
    GuestCommand connecting =
        guest.start(
            NvmeCli.WITHOUT_DISKS.stream().map("'%s'"::formatted).collect(joining(" "))
                + " sh -c 'ls /dev > /run/seen; touch /run/connecting; exec sleep infinity'");
    guest.await("[ -e /run/connecting ]", PATIENCE);

    takeDown(volume, export);

    assertThat(guest.run("cat", "/run/seen")).isEqualTo("nvme-fabrics");
    assertThat(connecting.isRunning()).isTrue();
    connecting.kill();
  }

  @Test
  void a_call_without_a_standing_attachment_is_refused() {
    VolumeExport export = target.export("unattached", 16);
    PublishedVolume volume = PublishedVolume.publish(export, false, api);
    volume.revoke();

    refused(() -> node.csi().nodeStageVolume(volume.stage()));

    assertThat(kernel.diskIsGone(export.leg())).isTrue();
  }

  @Test
  void the_kubelet_finds_its_registration_socket(Guest guest) {
    guest.sh("ls " + NodeInGuest.REGISTRATION + "/*.sock");
  }

  private static void takeDown(PublishedVolume volume, VolumeExport export) {
    node.csi().nodeUnpublishVolume(volume.unpublish());
    node.csi().nodeUnstageVolume(volume.unstage());
    assertThat(kernel.diskIsGone(export.leg())).isTrue();
    assertThat(target.rpc().nvmf().controllers(export.nqn()).join()).isEmpty();
  }

  private static VolumeUsage bytes(NodeGetVolumeStatsResponse stats) {
    return stats.getUsageList().stream()
        .filter(each -> each.getUnit() == VolumeUsage.Unit.BYTES)
        .findFirst()
        .orElseThrow();
  }

  private static void refused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e ->
                assertThat(e.getStatus().getCode())
                    .as(e.toString())
                    .isEqualTo(Status.Code.FAILED_PRECONDITION));
  }
}
