package dev.liteio.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.PoolDevice;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.StoragePoolSpec;
import dev.liteio.crd.StoragePoolStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
@EnableKubernetesMockClient(crud = true, https = false)
class ObjectClientTest {

  KubernetesClient client;
  KubernetesMockServer server;
  private ObjectClient<StoragePool> pools;

  @BeforeEach
  void createClient() {
    pools = new ObjectClient<>(client, StoragePool.class);
  }

  private static StoragePool pool(String name) {
    StoragePool pool = new StoragePool();
    pool.setMetadata(new ObjectMetaBuilder().withName(name).addToLabels("a", "b").build());
    pool.setSpec(StoragePoolSpec.of("node-1", List.of(new PoolDevice("/dev/x"))));
    return pool;
  }

  private static StoragePool cordoned(StoragePool pool) {
    StoragePoolSpec s = pool.getSpec();
    pool.setSpec(
        new StoragePoolSpec(
            s.node(),
            s.engine(),
            s.devices(),
            null,
            null,
            s.reservedOrDefault() + 1,
            null,
            true,
            null));
    return pool;
  }

  @Test
  void aNameExistsOnce() {
    assertThat(pools.create(pool("p"))).isPresent();
    assertThat(pools.create(pool("p"))).isEmpty();
  }

  @Test
  void anObjectThatIsNotThereIsAbsent() {
    assertThat(pools.get("nothing")).isEmpty();
  }

  @Test
  void editingWhatIsNotThereSaysSo() {
    assertThat(pools.edit("nothing", ObjectClientTest::cordoned)).isEmpty();
  }

  @Test
  void nothingIsWrittenWhenNothingChanged() {
    String before = pools.create(pool("p")).orElseThrow().getMetadata().getResourceVersion();
    StoragePool after = pools.edit("p", same -> same).orElseThrow();
    assertThat(after.getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @Test
  void whoWasSlowerTriesAgainOnWhatIsThere() {
    pools.create(pool("p"));
    AtomicInteger asked = new AtomicInteger();
    pools.edit(
        "p",
        mine -> {
          if (asked.incrementAndGet() == 1) {
            pools.edit("p", ObjectClientTest::cordoned);
          }
          return cordoned(mine);
        });
    assertThat(asked).hasValue(2);
    assertThat(pools.get("p").orElseThrow().getSpec().reservedOrDefault()).isEqualTo(2);
  }

  @Test
  void replacingWhatSomebodyChangedMeanwhileWritesNothing() {
    StoragePool read = pools.create(pool("p")).orElseThrow();
    pools.edit("p", ObjectClientTest::cordoned);
    read.getMetadata().setLabels(Map.of("mine", "yes"));
    assertThat(pools.replace(read)).isEmpty();
    assertThat(pools.get("p").orElseThrow().getMetadata().getLabels()).doesNotContainKey("mine");
  }

  @Test
  void whatWasReadIsChangedByOneRequest() throws Exception {
    StoragePool read = pools.create(pool("p")).orElseThrow();
    int before = server.getRequestCount();
    assertThat(pools.edit(read, ObjectClientTest::cordoned)).isPresent();
    assertThat(server.getRequestCount()).isEqualTo(before + 1);
  }

  @Test
  void whatWasReadTooEarlyIsReadAgain() {
    StoragePool read = pools.create(pool("p")).orElseThrow();
    pools.edit("p", ObjectClientTest::cordoned);
    StoragePool after = pools.edit(read, ObjectClientTest::cordoned).orElseThrow();
    assertThat(after.getSpec().reservedOrDefault()).isEqualTo(2);
    // nothing to write on what was read is no answer about what is there
    assertThat(pools.edit(read, same -> same)).contains(after);
  }

  @Test
  void aStatusIsWrittenApartFromItsSpec() {
    pools.create(pool("p"));
    pools.editStatus(
        "p",
        pool -> {
          pool.setStatus(new StoragePoolStatus(1L, "x", 1L, 1L, 1L, null, null, null, null));
          return pool;
        });
    StoragePool read = pools.get("p").orElseThrow();
    assertThat(read.getStatus().incarnation()).isEqualTo("x");
    assertThat(read.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void finalizersKeepAnObjectUntilTheyAreGone() {
    pools.create(Finalizers.with(pool("p"), "liteio.dev/agent"));
    pools.delete("p");
    assertThat(Finalizers.isBeingDeleted(pools.get("p").orElseThrow())).isTrue();
    pools.edit("p", pool -> Finalizers.without(pool, "liteio.dev/agent"));
    assertThat(pools.get("p")).isEmpty();
  }

  @Test
  void aWatchSeesWhatCarriesItsLabels() throws Exception {
    pools.create(pool("before"));
    CountDownLatch seen = new CountDownLatch(2);
    try (ObjectWatch<StoragePool> watch =
        new ObjectWatch<>(client, StoragePool.class, Map.of("a", "b"), pool -> seen.countDown())) {
      watch.start();
      assertThat(watch.isSynced()).isTrue();
      pools.create(pool("after"));
      seen.await();
      assertThat(watch.list()).hasSize(2);
    }
  }

  @Test
  void aWatchBeginsWithAConsistentList() throws Exception {
    try (ObjectWatch<StoragePool> watch =
        new ObjectWatch<>(client, StoragePool.class, Map.of(), pool -> {})) {
      watch.start();
      assertThat(watch.isSynced()).isTrue();
    }
    RecordedRequest list = server.takeRequest();
    assertThat(list.getPath()).contains("/storagepools").doesNotContain("resourceVersion=0");
  }

  @Test
  void theSameWordsAreToldOnce() {
    StoragePool pool = pools.create(pool("p")).orElseThrow();
    EventRecorder events = new EventRecorder(client, "test", "default", Clock.systemUTC());
    events.warning(pool, "Refused", "a disk holds data");
    events.warning(pool, "Refused", "a disk holds data");
    events.warning(pool, "Refused", "another disk holds data");
    assertThat(client.v1().events().inNamespace("default").list().getItems()).hasSize(2);
  }
}
