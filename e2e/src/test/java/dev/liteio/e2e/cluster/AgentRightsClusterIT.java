package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Group;
import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.StoragePool;
import dev.liteio.crd.Volume;
import dev.liteio.kubernetes.Finalizers;
import dev.liteio.kubernetes.ObjectClient;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart lets an agent do, tried with the token of its Pod. */
class AgentRightsClusterIT extends Rights {

  @Test
  void an_agent_writes_the_status_of_what_is_on_its_node() {
    agent.editStatus(LogicalVolume.class, OURS, Rights::ready);
    assertThat(get(LogicalVolume.class, OURS).getStatus()).isEqualTo(READY);

    reportPool(agent, HERE);
  }

  @Test
  void an_agent_writes_no_status_of_what_is_on_another_node() {
    assertDenied(
        () -> agent.editStatus(LogicalVolume.class, THEIRS, Rights::ready),
        "'liteio-agent'",
        NOT_ITS_NODE);
    assertDenied(() -> reportPool(agent, THERE), "'liteio-agent'", NOT_ITS_NODE);
  }

  @Test
  void an_agent_holds_a_logical_volume_of_its_node_and_lets_it_go() {
    agent.edit(LogicalVolume.class, OURS, Rights::hold);
    assertThat(get(LogicalVolume.class, OURS).getMetadata().getFinalizers())
        .containsExactly(RightsSamples.KEEPER, Group.AGENT_FINALIZER);

    agent.edit(
        LogicalVolume.class, OURS, volume -> Finalizers.without(volume, Group.AGENT_FINALIZER));
    assertThat(get(LogicalVolume.class, OURS).getMetadata().getFinalizers())
        .containsExactly(RightsSamples.KEEPER);
  }

  @Test
  void an_agent_holds_nothing_of_another_node() {
    assertDenied(
        () -> agent.edit(LogicalVolume.class, THEIRS, Rights::hold),
        "'liteio-agent'",
        NOT_ITS_NODE);
  }

  @Test
  void an_object_goes_when_its_agent_lets_go_last() {
    admin.edit(
        LogicalVolume.class,
        OURS,
        volume -> volume.getMetadata().setFinalizers(List.of(Group.AGENT_FINALIZER)));
    admin.delete(LogicalVolume.class, OURS);

    agent
        .client()
        .resources(LogicalVolume.class)
        .resource(Finalizers.without(get(LogicalVolume.class, OURS), Group.AGENT_FINALIZER))
        .update();

    assertThat(new ObjectClient<>(admin.client(), LogicalVolume.class).get(OURS)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatIsNotTheAgents")
  void an_agent_changes_nothing_else_of_a_logical_volume(
      String what, Consumer<LogicalVolume> change, String why) {
    assertDenied(() -> agent.edit(LogicalVolume.class, OURS, change), "'liteio-agent'", why);
  }

  static Stream<Arguments> whatIsNotTheAgents() {
    var host = new AllowedHost("a", "u", HERE, "nqn");
    var owner = new OwnerReference("v1", null, null, "Node", HERE, "u");
    return Stream.of(
        change("destroy", v -> v.setSpec(v.getSpec().destroyed()), INTENT),
        change("provision", v -> v.setSpec(v.getSpec().existing()), INTENT),
        change("size", v -> v.setSpec(v.getSpec().grownTo(2 << 20)), INTENT),
        change("hosts", v -> v.setSpec(v.getSpec().withHosts(List.of(host))), INTENT),
        change("labels", v -> v.getMetadata().setLabels(Map.of()), METADATA),
        change("annotations", v -> v.getMetadata().setAnnotations(Map.of("a", "b")), METADATA),
        change("owners", v -> v.getMetadata().setOwnerReferences(List.of(owner)), METADATA),
        change("a foreign finalizer more", v -> Finalizers.with(v, "a.b/c"), FINALIZERS),
        change(
            "a foreign finalizer less",
            v -> Finalizers.without(v, RightsSamples.KEEPER),
            FINALIZERS));
  }

  private static Arguments change(String what, Consumer<LogicalVolume> change, String why) {
    return Arguments.of(what, change, why);
  }

  @Test
  void an_agent_tells_events_of_objects_that_have_no_namespace() {
    var events = agent.client().v1().events();

    assertThat(events.inNamespace("default").resource(event()).dryRun().create()).isNotNull();
    assertForbidden(() -> events.inNamespace("default").list(), "cannot list resource \"events\"");
    assertForbidden(
        () -> events.inNamespace("kube-system").resource(event()).dryRun().create(),
        "cannot create resource \"events\"");
  }

  private static Event event() {
    return new EventBuilder()
        .withNewMetadata()
        .withName("rights")
        .endMetadata()
        .withReason("KeptWithoutOrder")
        .withNewInvolvedObject()
        .withKind("LogicalVolume")
        .withName(OURS)
        .endInvolvedObject()
        .build();
  }

  @Test
  void an_agent_makes_deletes_and_reads_nothing_else() {
    assertForbidden(
        () -> agent.client().resource(RightsSamples.logicalVolume("more", HERE)).create(),
        "cannot create resource \"logicalvolumes\"");
    assertForbidden(
        () -> agent.delete(LogicalVolume.class, OURS), "cannot delete resource \"logicalvolumes\"");
    assertForbidden(
        () -> agent.edit(StoragePool.class, HERE, Rights::cordon),
        "cannot update resource \"storagepools\"");
    assertForbidden(
        () -> agent.client().resources(Volume.class).list(), "cannot list resource \"volumes\"");
    assertReadsNoSecrets(agent);
  }
}
