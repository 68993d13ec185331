package dev.liteio.node.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.failure.Unavailable;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true, https = false)
class KubernetesClusterTest extends ClusterContract {
  KubernetesClient client;

  @Override
  Cluster cluster() {
    return new KubernetesCluster(client);
  }

  @Override
  void create(Volume volume) {
    client.resource(volume).create();
  }

  @Override
  void create(LogicalVolume volume) {
    client.resource(volume).create();
  }

  @Override
  String create(Attachment attachment) {
    return client.resource(attachment).create().getMetadata().getUid();
  }

  @Test
  void aKindThatTheApiDoesNotKnowIsNeverTakenForNoObjects() {
    var server = new KubernetesMockServer(false);
    server.init();
    try (var bare = server.createClient()) {
      assertThatThrownBy(() -> new KubernetesCluster(bare).logicalVolumesOf("pvc-1"))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("404");
    } finally {
      server.destroy();
    }
  }

  @Test
  void anApiThatCannotBeReachedIsNeverTakenForAnAnswer() {
    var nowhere =
        new ConfigBuilder()
            .withMasterUrl("http://127.0.0.1:1")
            .withRequestRetryBackoffLimit(0)
            .build();
    try (var away = new KubernetesClientBuilder().withConfig(nowhere).build()) {
      assertThatThrownBy(() -> new KubernetesCluster(away).attachment("pvc-1"))
          .isInstanceOf(Unavailable.class);
    }
  }
}
