package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.cli.explain.ClaimObjects;
import dev.liteio.cli.explain.ClaimStory;
import dev.liteio.cli.get.Inventory;
import dev.liteio.cli.get.Kind;
import dev.liteio.cli.report.Finding;
import dev.liteio.cli.report.Health;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody who may read his own namespace, and little else. */
@EnableKubernetesMockClient(crud = true, https = false)
class LimitedReaderTest {
  private static final String OURS = "/apis/liteio.dev/v1alpha1/";

  KubernetesMockServer server;
  KubernetesClient client;

  private void forbid(String path) {
    server
        .expect()
        .get()
        .withPath(path)
        .andReturn(403, new StatusBuilder().withCode(403).withReason("Forbidden").build())
        .always();
  }

  private void claim(String phase, String volume) {
    client.resource(Samples.claim(phase, volume)).create();
  }

  private List<Finding> explain() {
    return ClaimStory.of(ClaimObjects.read(client, "shop", "data"), Instant.now());
  }

  @Test
  void who_owns_a_namespace_is_told_what_lies_in_it_and_what_he_may_not_read() {
    claim("Bound", "pv-1");
    client
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withName("data.1")
                .withNamespace("shop")
                .endMetadata()
                .withType("Warning")
                .withReason("VolumeResizeFailed")
                .withMessage("no room")
                .withNewInvolvedObject()
                .withKind("PersistentVolumeClaim")
                .withName("data")
                .endInvolvedObject()
                .build())
        .create();
    forbid("/api/v1/persistentvolumes/pv-1");
    forbid("/apis/storage.k8s.io/v1/storageclasses/liteio");
    forbid("/apis/storage.k8s.io/v1/volumeattachments");
    forbid("/api/v1/nodes");
    List.of("logicalvolumes", "attachments", "storagepools").forEach(each -> forbid(OURS + each));

    List<Finding> findings = explain();

    assertThat(findings).extracting(Finding::health).doesNotContain(Health.BAD);
    assertThat(findings).first().extracting(Finding::text).asString().startsWith("Bound, 10Gi");
    assertThat(findings).extracting(Finding::text).anyMatch(text -> text.startsWith("no room"));
    assertThat(findings)
        .last()
        .extracting(Finding::text)
        .asString()
        .startsWith(
            "you may not read Attachments, LogicalVolumes, Nodes, PersistentVolumes, StorageClasses,"
                + " StoragePools, VolumeAttachments: ");
  }

  @Test
  void pools_that_may_not_be_read_are_not_called_missing() {
    claim("Pending", null);
    forbid(OURS + "storagepools");
    forbid("/apis/storage.k8s.io/v1/storageclasses/liteio");

    assertThat(explain()).extracting(Finding::health).doesNotContain(Health.BAD);
  }

  @Test
  void a_list_needs_the_right_to_read_what_was_asked_for_and_nothing_else() {
    client.resource(Samples.pool("fast")).create();
    forbid(OURS + "logicalvolumes");
    forbid(OURS + "attachments");

    assertThat(Inventory.read(client, List.of(Kind.POOLS)).pools()).hasSize(1);
    assertThatThrownBy(() -> Inventory.read(client, List.of(Kind.ATTACHMENTS)))
        .hasMessageContaining("you may not list Attachments")
        .hasMessageContaining("docs/install.md, Who may look");
  }
}
