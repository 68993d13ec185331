package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.kubernetes.ObjectClient;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the chart lets the controller do, tried with the token of its Pod. */
class ControllerRightsClusterIT extends Rights {

  @Test
  void a_controller_makes_changes_and_deletes_intent() {
    for (HasMetadata fresh :
        List.of(
            RightsSamples.volume("more"),
            RightsSamples.logicalVolume("more", HERE),
            RightsSamples.attachment("more", HERE))) {
      assertThat(controller.client().resource(fresh).dryRun().create()).isNotNull();
    }
    announce();

    controller.edit(Volume.class, RightsSamples.VOLUME, Rights::free);
    controller.edit(Attachment.class, OURS, Rights::free);
    controller.edit(LogicalVolume.class, OURS, v -> v.setSpec(v.getSpec().destroyed()));
    controller.delete(Volume.class, RightsSamples.VOLUME);
    controller.delete(Attachment.class, OURS);
    controller.delete(LogicalVolume.class, OURS);

    assertThat(new ObjectClient<>(admin.client(), Volume.class).get(RightsSamples.VOLUME))
        .isEmpty();
    assertThat(new ObjectClient<>(admin.client(), Attachment.class).get(OURS)).isEmpty();
    assertThat(Finalizers.isBeingDeleted(get(LogicalVolume.class, OURS))).isTrue();
  }

  @Test
  void a_controller_writes_no_pool_and_no_report() {
    assertForbidden(
        () -> controller.edit(StoragePool.class, HERE, Rights::cordon),
        "cannot update resource \"storagepools\"");
    assertForbidden(
        () -> reportPool(controller, HERE), "cannot update resource \"storagepools/status\"");
    assertForbidden(
        () -> controller.editStatus(LogicalVolume.class, OURS, Rights::ready),
        "cannot update resource \"logicalvolumes/status\"");
    assertForbidden(
        () -> controller.editStatus(Attachment.class, OURS, a -> a.setStatus(STAGED)),
        "cannot update resource \"attachments/status\"");
    assertReadsNoSecrets(controller);
  }
}
