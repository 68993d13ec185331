package dev.liteio.spdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.spdk.bdev.CreateAio;
import dev.liteio.spdk.bdev.CreateMalloc;
import dev.liteio.spdk.bdev.CreateUring;
import dev.liteio.spdk.bdev.RateLimits;
import dev.liteio.spdk.framework.EndSignal;
import dev.liteio.spdk.jsonrpc.RecordingCaller;
import dev.liteio.spdk.lvol.ClearMethod;
import dev.liteio.spdk.lvol.CreateLvol;
import dev.liteio.spdk.lvol.CreateLvstore;
import dev.liteio.spdk.lvol.LvolName;
import dev.liteio.spdk.lvol.LvstoreQueues;
import dev.liteio.spdk.nvmf.AnaState;
import dev.liteio.spdk.nvmf.CreateSubsystem;
import dev.liteio.spdk.nvmf.CreateTransport;
import dev.liteio.spdk.nvmf.ListenAddress;
import dev.liteio.spdk.nvmf.NewNamespace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of the interfaces as it stands on the wire, and that its plain answer is read. */
class WireFormTest {

  private static final String NQN = "nqn.2026-11.dev.liteio:v";
  private static final String HOST = "nqn.2014-08.org.nvmexpress:uuid:h";
  private static final String UUID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
  private static final LvolName LVOL = new LvolName("pool", "v1");
  private static final ListenAddress V4 = ListenAddress.tcp("10.0.0.1", 4420);

  @ParameterizedTest(name = "{0}")
  @MethodSource({"framework", "bdevs", "lvols", "nvmf"})
  void is_sent_as(String wire, String result, Function<SpdkTarget, CompletableFuture<?>> call) {
    RecordingCaller caller = new RecordingCaller(result);
    CompletableFuture<?> answer = call.apply(SpdkTarget.over(caller, new LvstoreQueues()));
    String space = wire.contains(" ") ? wire.substring(0, wire.indexOf(' ')) : wire;
    String params =
        wire.contains(" ") ? ",\"params\":" + wire.substring(wire.indexOf(' ') + 1) : "";
    assertThat(caller.requests())
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"%s}"
                .formatted(space, params.replace('\'', '"')));
    assertThat(answer).isCompleted();
  }

  static Stream<Arguments> framework() {
    return Stream.of(
        sent("framework_wait_init", "true", t -> t.framework().waitInit()),
        sent("rpc_get_methods", "[\"a\"]", t -> t.framework().methods()),
        sent(
            "spdk_kill_instance {'sig_name':'SIGTERM'}",
            "true",
            t -> t.framework().kill(EndSignal.SIGTERM)));
  }

  static Stream<Arguments> bdevs() {
    return Stream.of(
        sent("bdev_get_bdevs", "[]", t -> t.bdevs().list()),
        sent("bdev_get_bdevs {'name':'b'}", "[]", t -> t.bdevs().find("b")),
        sent(
            "bdev_get_bdevs {'name':'b','timeout':1500}",
            "[]",
            t -> t.bdevs().await("b", Duration.ofMillis(1500))),
        sent(
            "bdev_aio_create {'name':'b','filename':'/dev/x'}",
            "\"b\"",
            t -> t.bdevs().createAio(CreateAio.device("b", "/dev/x"))),
        sent(
            "bdev_aio_create {'name':'b','filename':'/f','block_size':4096,'fallocate':true}",
            "\"b\"",
            t -> t.bdevs().createAio(CreateAio.file("b", "/f", 4096, true))),
        sent("bdev_aio_delete {'name':'b'}", "true", t -> t.bdevs().deleteAio("b")),
        sent("bdev_aio_rescan {'name':'b'}", "true", t -> t.bdevs().rescanAio("b")),
        sent(
            "bdev_uring_create {'name':'b','filename':'/f','block_size':512}",
            "\"b\"",
            t -> t.bdevs().createUring(new CreateUring("b", "/f", 512, null))),
        sent("bdev_uring_delete {'name':'b'}", "true", t -> t.bdevs().deleteUring("b")),
        sent("bdev_uring_rescan {'name':'b'}", "true", t -> t.bdevs().rescanUring("b")),
        sent(
            "bdev_malloc_create {'name':'m','num_blocks':8,'block_size':512}",
            "\"m\"",
            t -> t.bdevs().createMalloc(new CreateMalloc("m", 8, 512, null))),
        sent("bdev_malloc_delete {'name':'m'}", "true", t -> t.bdevs().deleteMalloc("m")),
        sent("bdev_wait_for_examine", "true", t -> t.bdevs().waitForExamine()),
        sent(
            "bdev_get_iostat",
            "{\"tick_rate\":1,\"ticks\":2,\"bdevs\":[]}",
            t -> t.bdevs().statistics(List.of())),
        sent(
            "bdev_get_iostat {'names':['a','b']}",
            "{\"tick_rate\":1,\"ticks\":2,\"bdevs\":[]}",
            t -> t.bdevs().statistics(List.of("a", "b"))),
        sent(
            "bdev_set_qos_limit {'name':'b','rw_ios_per_sec':0,'rw_mbytes_per_sec':0,"
                + "'r_mbytes_per_sec':0,'w_mbytes_per_sec':0}",
            "true",
            t -> t.bdevs().setRateLimits("b", RateLimits.NONE)));
  }

  static Stream<Arguments> lvols() {
    return Stream.of(
        sent("bdev_lvol_get_lvstores", "[]", t -> t.lvols().stores()),
        sent("bdev_lvol_get_lvstores {'lvs_name':'pool'}", "[]", t -> t.lvols().findStore("pool")),
        sent(
            "bdev_lvol_create_lvstore {'bdev_name':'b','lvs_name':'pool','cluster_sz':1048576,"
                + "'clear_method':'write_zeroes','num_md_pages_per_cluster_ratio':50}",
            "\"u\"",
            t ->
                t.lvols()
                    .createStore(
                        new CreateLvstore("b", "pool", 1L << 20, ClearMethod.WRITE_ZEROES, 50))),
        sent(
            "bdev_lvol_create_lvstore {'bdev_name':'b','lvs_name':'pool'}",
            "\"u\"",
            t -> t.lvols().createStore(new CreateLvstore("b", "pool", null, null, null))),
        sent(
            "bdev_lvol_grow_lvstore {'lvs_name':'pool'}", "true", t -> t.lvols().growStore("pool")),
        sent(
            "bdev_lvol_delete_lvstore {'lvs_name':'pool'}",
            "true",
            t -> t.lvols().deleteStore("pool")),
        sent("bdev_lvol_get_lvols", "[]", t -> t.lvols().list()),
        sent("bdev_lvol_get_lvols {'lvs_name':'pool'}", "[]", t -> t.lvols().list("pool")),
        sent(
            "bdev_lvol_create {'lvs_name':'pool','lvol_name':'v1','size_in_mib':64,"
                + "'thin_provision':true,'clear_method':'write_zeroes'}",
            "\"u\"",
            t -> t.lvols().create(new CreateLvol(LVOL, 64, true, ClearMethod.WRITE_ZEROES))),
        sent(
            "bdev_lvol_resize {'name':'pool/v1','size_in_mib':128}",
            "true",
            t -> t.lvols().resize(LVOL, 128)),
        sent("bdev_lvol_delete {'name':'pool/v1'}", "true", t -> t.lvols().delete(LVOL)),
        sent(
            "bdev_lvol_snapshot {'lvol_name':'pool/v1','snapshot_name':'s'}",
            "\"u\"",
            t -> t.lvols().snapshot(LVOL, "s")),
        sent(
            "bdev_lvol_clone {'snapshot_name':'pool/v1','clone_name':'c'}",
            "\"u\"",
            t -> t.lvols().clone(LVOL, "c")),
        sent("bdev_lvol_inflate {'name':'pool/v1'}", "true", t -> t.lvols().inflate(LVOL)),
        sent(
            "bdev_lvol_decouple_parent {'name':'pool/v1'}",
            "true",
            t -> t.lvols().decoupleParent(LVOL)),
        sent(
            "bdev_lvol_set_read_only {'name':'pool/v1'}", "true", t -> t.lvols().setReadOnly(LVOL)),
        sent(
            "bdev_lvol_rename {'old_name':'pool/v1','new_name':'v2'}",
            "true",
            t -> t.lvols().rename(LVOL, "v2")));
  }

  static Stream<Arguments> nvmf() {
    String address =
        "'listen_address':{'trtype':'TCP','adrfam':'IPv4','traddr':'10.0.0.1','trsvcid':'4420'}";
    String ofNqn = " {'nqn':'" + NQN + "'}";
    String nqn = " {'nqn':'" + NQN + "',";
    return Stream.of(
        sent("nvmf_get_transports", "[]", t -> t.nvmf().transports()),
        sent(
            "nvmf_create_transport {'trtype':'TCP'}",
            "true",
            t -> t.nvmf().createTransport(CreateTransport.tcp())),
        sent("nvmf_get_subsystems", "[]", t -> t.nvmf().subsystems()),
        sent("nvmf_get_subsystems" + ofNqn, "[]", t -> t.nvmf().find(NQN)),
        sent(
            "nvmf_create_subsystem"
                + nqn
                + "'serial_number':'S','model_number':'M','max_namespaces':2,'min_cntlid':1,"
                + "'max_cntlid':4000,'ana_reporting':true,'allow_any_host':false}",
            "true",
            t ->
                t.nvmf()
                    .createSubsystem(new CreateSubsystem(NQN, "S", "M", 2, 1, 4000, true, false))),
        sent("nvmf_delete_subsystem" + ofNqn, "true", t -> t.nvmf().deleteSubsystem(NQN)),
        sent(
            "nvmf_subsystem_add_ns"
                + nqn
                + "'namespace':{'bdev_name':'b','nsid':1,'uuid':'"
                + UUID
                + "','nguid':'aaaaaaaabbbb4ccc8dddeeeeeeeeeeee','anagrpid':1}}",
            "1",
            t -> t.nvmf().addNamespace(NQN, NewNamespace.withUuid("b", 1, UUID, 1))),
        sent(
            "nvmf_subsystem_remove_ns" + nqn + "'nsid':1}",
            "true",
            t -> t.nvmf().removeNamespace(NQN, 1)),
        sent(
            "nvmf_subsystem_set_ns_ana_group" + nqn + "'nsid':1,'anagrpid':2}",
            "true",
            t -> t.nvmf().setNamespaceAnaGroup(NQN, 1, 2)),
        sent(
            "nvmf_subsystem_add_listener" + nqn + address + ",'ana_state':'inaccessible'}",
            "true",
            t -> t.nvmf().addListener(NQN, V4, AnaState.INACCESSIBLE)),
        sent(
            "nvmf_subsystem_remove_listener" + nqn + address + "}",
            "true",
            t -> t.nvmf().removeListener(NQN, V4)),
        sent("nvmf_subsystem_get_listeners" + ofNqn, "[]", t -> t.nvmf().listeners(NQN)),
        sent(
            "nvmf_subsystem_listener_set_ana_state"
                + nqn
                + address
                + ",'ana_state':'non_optimized','anagrpid':1}",
            "true",
            t -> t.nvmf().setAnaState(NQN, V4, AnaState.NON_OPTIMIZED, 1)),
        sent(
            "nvmf_subsystem_add_host" + nqn + "'host':'" + HOST + "'}",
            "true",
            t -> t.nvmf().addHost(NQN, HOST)),
        sent(
            "nvmf_subsystem_remove_host" + nqn + "'host':'" + HOST + "'}",
            "true",
            t -> t.nvmf().removeHost(NQN, HOST)),
        sent(
            "nvmf_subsystem_allow_any_host" + nqn + "'allow_any_host':false}",
            "true",
            t -> t.nvmf().allowAnyHost(NQN, false)),
        sent("nvmf_subsystem_get_controllers" + ofNqn, "[]", t -> t.nvmf().controllers(NQN)),
        sent("nvmf_subsystem_get_qpairs" + ofNqn, "[]", t -> t.nvmf().queuePairs(NQN)));
  }

  private static Arguments sent(
      String wire, String result, Function<SpdkTarget, CompletableFuture<?>> call) {
    return Arguments.of(wire, result, call);
  }
}
