package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.LogicalVolume;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.NodeTarget;
import dev.liteio.demo.cluster.ToolCommand;
import dev.liteio.demo.cluster.Traces;
import dev.liteio.demo.guest.CommandResult;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What doctor, explain and kubectl tell of a cluster that is well, with one volume in use over the
 * network, and of what belongs to nobody.
 */
@InCluster
class UsersToolsClusterIT {
  private static final String HOST = "node-a";
  private static final String STORAGE = "node-b";

  private static Cluster cluster;
  private static User user;
  private static TypedCommands commands;
  private static String volume;

  @BeforeAll
  static void use_a_volume(Cluster shared) {
    InstalledDriver.in(shared);
    cluster = shared;
    user = new User(shared);
    commands = new TypedCommands(shared);
    user.apply(
        Manifests.storageClass("remote", "WaitForFirstConsumer", "Delete", "{locality: remote}"),
        Manifests.claim("seen", "32Mi", "remote"),
        Manifests.podOn(HOST, "seer", "seen", Manifests.STAYING));
    user.awaitRunning("seer");
    volume = user.awaitBound("seen");
  }

  @AfterAll
  static void leave(Cluster shared) {
    new User(shared).cleanUp();
  }

  @Test
  void doctor_finds_nothing_wrong_with_a_cluster_that_is_well_nor_with_its_node() {
    ToolCommand.Outcome here = commands.type("liteio", "doctor");
    ToolCommand.Outcome there = commands.typeInPlugin(HOST, "liteio", "doctor", "--only=machine");

    assertThat(here.output())
        .contains("OK    Volumes: 1, nothing wrong", "OK    Attachments: 1, nothing wrong")
        .contains("checks: 0 BAD");
    assertThat(here.exit()).as(here.output()).isZero();
    // an emulated node may be too slow for the API here: then the ways to targets are not tried
    assertThat(there.output()).contains("nvme_core.multipath: Y").contains("checks: 0 BAD");
    assertThat(there.exit()).as(there.output()).isZero();
  }

  @Test
  void explain_leads_from_a_bound_claim_to_its_bytes() {
    ToolCommand.Outcome story = explained("seen");

    assertThat(story.output())
        .contains("PersistentVolumeClaim default/seen: Bound")
        .contains("Pod seer: Running on " + HOST)
        .contains("Volume " + volume + ": 32Mi, file system ext4")
        .contains(
            "LogicalVolume %s: on pool %s of node %s, served at tcp://%s"
                .formatted(leg().getMetadata().getName(), STORAGE, STORAGE, endpoint()))
        .contains("VolumeAttachment to node " + HOST + ": attached")
        .contains("Attachment to node " + HOST + ": staged as /dev/nvme")
        .contains("path tcp://" + endpoint() + ": live");
    assertThat(story.exit()).as(story.output()).isZero();
  }

  @Test
  void explain_says_of_a_claim_that_fits_nowhere_what_the_controller_says_and_why_of_each_pool() {
    user.apply(
        Manifests.storageClass("eager", "Immediate", "Delete", "{}"),
        Manifests.claim("vast", "100Gi", "eager"));
    user.awaitEvent("vast", "no pool takes 100Gi of ");

    ToolCommand.Outcome story = explained("vast");
    user.delete("pvc", "vast");

    assertThat(story.output())
        .contains("PersistentVolumeClaim default/vast: Pending")
        .contains("event ProvisioningFailed: ")
        .contains("no pool takes 100Gi of ")
        .contains("StoragePool node-a: ", "StoragePool node-b: ", "asked for: 100Gi");
    assertThat(story.exit()).as(story.output()).isOne();
  }

  private static ToolCommand.Outcome explained(String claim) {
    return commands.type("liteio", "explain", "pvc", claim, "-n", "default");
  }

  @Test
  void doctor_names_a_logical_volume_that_no_object_knows_until_it_is_gone() {
    NodeTarget target = new NodeTarget(cluster.nodeNamed(STORAGE));
    String orphan = user.value("storagepool", STORAGE, "{.status.devices[0].lvstore}") + "/nobodys";
    target.call(
        "bdev_lvol_create",
        "{\"lvs_name\": \"%s\", \"lvol_name\": \"nobodys\", \"size_in_mib\": 8}"
            .formatted(orphan.substring(0, orphan.indexOf('/'))));
    try {
      awaitOrphans("True");

      ToolCommand.Outcome found = commands.type("liteio", "doctor", "--only=cluster");
      // it is kept and harms nobody: a warning, which is no failure
      assertThat(found.output())
          .containsPattern("WARN  StoragePool node-b, what lies on it: .*" + orphan)
          .doesNotContain("BAD, 0 WARN");
    } finally {
      target.call("bdev_lvol_delete", "{\"name\": \"%s\"}".formatted(orphan));
    }
    awaitOrphans("False");
    ToolCommand.Outcome after = commands.type("liteio", "doctor", "--only=cluster");
    assertThat(after.output()).doesNotContain("what lies on it", orphan);
    assertThat(after.exit()).as(after.output()).isZero();
  }

  private static void awaitOrphans(String status) {
    Await.until(
        "condition Orphans of pool %s is %s".formatted(STORAGE, status),
        User.PATIENCE,
        () -> orphans().equals(status),
        () -> user.kubectl("get", "storagepool", STORAGE, "-o", "yaml"));
  }

  private static String orphans() {
    return user.value(
        "storagepool", STORAGE, "{.status.conditions[?(@.type==\"Orphans\")].status}");
  }

  @Test
  void doctor_on_a_node_names_a_connection_that_no_attachment_knows() {
    LegIdentity nobodys = LegIdentity.mint();
    NodeTarget target = new NodeTarget(cluster.nodeNamed(STORAGE));
    try {
      export(target, nobodys);
      connect(nobodys);

      CommandResult found = commands.liteioOn(HOST, "doctor");
      assertThat(found.stdout())
          .containsPattern(
              "BAD   NVMe connection nvme\\d+: live to tcp://"
                  + endpoint()
                  + ", and no Attachment is for it")
          .contains("checks: 1 BAD");
      assertThat(found.exit()).as(found.toString()).isOne();
    } finally {
      var _ =
          cluster.nodeNamed(HOST).guest().attempt("nvme disconnect -n " + nobodys.nqn().value());
      target.call("nvmf_delete_subsystem", "{\"nqn\": \"%s\"}".formatted(nobodys.nqn()));
    }
  }

  /** Lets everybody in, behind the back of the agent, which leaves alone what no object names. */
  private static void export(NodeTarget target, LegIdentity leg) {
    target.call(
        "nvmf_create_subsystem",
        "{\"nqn\": \"%s\", \"serial_number\": \"%s\", \"allow_any_host\": true}"
            .formatted(leg.nqn(), leg.serial()));
    target.call(
        "nvmf_subsystem_add_listener",
        "{\"nqn\": \"%s\", \"listen_address\": {\"trtype\": \"TCP\", \"adrfam\": \"IPv4\", \"traddr\": \"%s\", \"trsvcid\": \"%s\"}}"
            .formatted(leg.nqn(), address(), port()));
  }

  private static void connect(LegIdentity leg) {
    HostIdentity stranger = HostIdentity.mint();
    cluster
        .nodeNamed(HOST)
        .guest()
        .run(
            "nvme",
            "connect",
            "--transport=tcp",
            "--traddr=" + address(),
            "--trsvcid=" + port(),
            "--nqn=" + leg.nqn(),
            "--hostnqn=" + stranger.nqn(),
            "--hostid=" + stranger.hostId(),
            "--nr-io-queues=1");
  }

  private static String address() {
    return user.value("storagepool", STORAGE, "{.status.endpoints[0].address}");
  }

  private static String port() {
    return user.value("storagepool", STORAGE, "{.status.endpoints[0].port}");
  }

  private static String endpoint() {
    return address() + ":" + port();
  }

  private static LogicalVolume leg() {
    return cluster.control().client().resources(LogicalVolume.class).list().getItems().stream()
        .filter(each -> each.getSpec().volume().equals(volume))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void kubectl_completes_the_words_of_its_plugin() {
    ToolCommand.Outcome command = commands.type("kubectl", "__complete", "liteio", "doc");
    assertThat(command.output()).contains("doctor\n");

    ToolCommand.Outcome kind = commands.type("kubectl", "__complete", "liteio", "explain", "p");
    assertThat(kind.output()).contains("pvc\n");
  }

  // what may be empty is well: no reason, and a pool of which nobody has said that it is cordoned
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pools          | NAME NODE READY CAPACITY FREE CORDONED REASON AGE | CORDONED
          volumes        | NAME STATE SIZE FILESYSTEM AGE                    | ''
          logicalvolumes | NAME POOL NODE SIZE STATE HOST REASON AGE         | REASON
          attachments    | NAME HOST ACCESS STAGED PATH AGE                  | ''
          """)
  void kubectl_prints_a_word_in_every_column_of_a_volume_in_use(
      String kind, String columns, String mayBeEmpty) {
    String name = kind.equals("pools") ? STORAGE : volume;

    Await.until(
        "every column of %s says something".formatted(kind),
        User.PATIENCE,
        () -> empty(table(kind), name, mayBeEmpty).isEmpty(),
        () -> user.kubectl("get", kind));

    PrintedTable table = table(kind);
    assertThat(table.columns()).containsExactly(columns.split(" ", -1));
    assertThat(table.rowsOf(name)).hasSize(1);
  }

  private static PrintedTable table(String kind) {
    return PrintedTable.of(user.kubectl("get", kind));
  }

  private static List<String> empty(PrintedTable table, String name, String mayBeEmpty) {
    List<String> empty = new ArrayList<>(table.emptyFor(name));
    empty.remove(mayBeEmpty);
    return empty;
  }

  @Test
  void what_is_looked_for_when_a_volume_has_gone_is_found_while_it_lives() {
    LogicalVolume leg = leg();
    String nqn = LegIdentity.parse(leg.getSpec().uuid()).nqn().value();
    String store = user.value("storagepool", STORAGE, "{.status.devices[0].lvstore}");
    Traces traces = new Traces(cluster);

    // the pool says what is free when its agent has looked again
    Await.until(
        "the pool has less room",
        User.PATIENCE,
        () -> traces.find().stream().anyMatch(each -> each.startsWith("pool " + STORAGE + ": ")),
        () -> "" + traces.find());

    assertThat(traces.find())
        .contains(
            "Volume " + volume,
            "LogicalVolume " + leg.getMetadata().getName(),
            "Attachment " + volume,
            "PersistentVolume " + volume,
            HOST + " is connected to " + nqn,
            "the target of %s exports %s".formatted(STORAGE, nqn),
            "the target of %s has lvol %s/%s".formatted(STORAGE, store, leg.getSpec().lvol()))
        .anyMatch(each -> each.startsWith("VolumeAttachment csi-"))
        .anyMatch(each -> each.startsWith(HOST + " has mounted ") && each.endsWith("/globalmount"))
        .anyMatch(each ->
            each.startsWith(HOST + " has mounted ") && each.contains("/" + volume + "/mount"));
  }
}
