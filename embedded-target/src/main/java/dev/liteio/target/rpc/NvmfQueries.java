package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.liteio.target.lvs.Errno;
import dev.liteio.target.nvmf.AllowedHost;
import dev.liteio.target.nvmf.Controller;
import dev.liteio.target.nvmf.Namespace;
import dev.liteio.target.nvmf.NvmfTarget;
import dev.liteio.target.nvmf.QueuePair;
import dev.liteio.target.nvmf.Subsystem;
import dev.liteio.target.nvmf.SubsystemListener;
import dev.liteio.target.nvmf.SubsystemOptions;
import java.util.Locale;
import java.util.Optional;

/** Methods {@code nvmf_*} that only look. */
final class NvmfQueries {

  private static final String TARGET = "nvmf_tgt";

  private final NvmfTarget target;

  NvmfQueries(NvmfTarget target) {
    this.target = target;
  }

  void addTo(MethodTable table) {
    table.addPlain(
        "nvmf_get_targets", "nvmf_get_targets has no parameters.", p -> Json.array().add(TARGET));
    table.add("nvmf_get_transports", BadParams.NVMF, this::transports);
    table.add("nvmf_get_subsystems", BadParams.NVMF, this::subsystems);
    table.add("nvmf_subsystem_get_listeners", BadParams.NVMF, this::listeners);
    table.add("nvmf_subsystem_get_controllers", BadParams.NVMF, this::controllers);
    table.add("nvmf_subsystem_get_qpairs", BadParams.NVMF, this::queuePairs);
  }

  private void checkTarget(Params params) throws RpcError {
    Optional<String> name = params.text("tgt_name");
    if (name.isPresent() && !name.get().equals(TARGET)) {
      throw new RpcError(
          RpcError.INVALID_PARAMS, "NVMf target '%s' not found".formatted(name.get()));
    }
  }

  private JsonNode transports(Params params) throws RpcError {
    Optional<String> type = params.text("trtype");
    checkTarget(params);
    params.end();
    boolean asked = type.isEmpty() || type.get().toUpperCase(Locale.ROOT).equals("TCP");
    if (type.isPresent() && !(asked && target.hasTcp())) {
      throw RpcError.of(Errno.ENODEV);
    }
    ArrayNode result = Json.array();
    if (target.hasTcp()) {
      ObjectNode tcp = result.addObject();
      tcp.put("trtype", "TCP").put("max_queue_depth", 128).put("max_io_qpairs_per_ctrlr", 127);
      tcp.put("in_capsule_data_size", 4096).put("max_io_size", 131072).put("max_aq_depth", 128);
      tcp.put("iobuf_small_cache_size", 4294967295L).put("iobuf_large_cache_size", 4294967295L);
      tcp.put("dif_insert_or_strip", false).put("zcopy", false).put("c2h_success", true);
      tcp.put("sock_priority", 0).put("abort_timeout_sec", 1).put("ack_timeout", 0);
      tcp.put("data_wr_pool_size", 0).put("disable_command_passthru", false);
      tcp.put("kas", 100).put("min_kato", 10000);
    }
    return result;
  }

  private JsonNode subsystems(Params params) throws RpcError {
    Optional<String> nqn = params.text("nqn");
    checkTarget(params);
    params.end();
    ArrayNode result = Json.array();
    if (nqn.isPresent()) {
      return result.add(json(NvmfMethods.subsystem(target, nqn.get())));
    }
    target.all().forEach(subsystem -> result.add(json(subsystem)));
    return result;
  }

  private static ObjectNode json(Subsystem subsystem) {
    SubsystemOptions options = subsystem.options();
    ObjectNode node = Json.object();
    node.put("nqn", subsystem.nqn());
    node.put("subtype", subsystem.isDiscovery() ? "Discovery" : "NVMe");
    ArrayNode addresses = node.putArray("listen_addresses");
    for (SubsystemListener listener : subsystem.listeners()) {
      addresses.add(ListenerMethods.json(listener.address()));
    }
    node.put("allow_any_host", subsystem.allowsAnyHost());
    ArrayNode hosts = node.putArray("hosts");
    for (AllowedHost host : subsystem.hosts()) {
      hosts.addObject().put("nqn", host.nqn());
    }
    if (subsystem.isDiscovery()) {
      return node;
    }
    node.put("serial_number", options.serialNumber()).put("model_number", options.modelNumber());
    node.put("max_namespaces", options.maxNamespaces()).put("passthrough", false);
    node.put("min_cntlid", options.minCntlid()).put("max_cntlid", options.maxCntlid());
    node.put("dmrsl", 2097152).put("wzsl", 12);
    ArrayNode namespaces = node.putArray("namespaces");
    subsystem.namespaces().forEach(namespace -> namespaces.add(json(options, namespace)));
    return node;
  }

  private static ObjectNode json(SubsystemOptions options, Namespace namespace) {
    ObjectNode node = Json.object();
    String bdev = namespace.bdev().name();
    node.put("nsid", namespace.nsid()).put("bdev_name", bdev).put("name", bdev);
    node.put("nguid", namespace.nguid());
    String eui64 = namespace.eui64();
    if (eui64 != null) {
      node.put("eui64", eui64.toUpperCase(Locale.ROOT));
    }
    node.put("uuid", namespace.uuid().toString());
    if (options.anaReporting() || namespace.anaGroup() != 0) {
      node.put("anagrpid", namespace.anaGroup());
    }
    return node;
  }

  private Subsystem asked(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    params.text("tgt_name");
    params.end();
    return NvmfMethods.subsystem(target, nqn);
  }

  private JsonNode listeners(Params params) throws RpcError {
    Subsystem subsystem = asked(params);
    ArrayNode result = Json.array();
    for (SubsystemListener listener : subsystem.listeners()) {
      ObjectNode node = result.addObject();
      node.set("address", ListenerMethods.json(listener.address()));
      node.set("ana_states", ListenerMethods.anaStates(listener));
    }
    return result;
  }

  private JsonNode controllers(Params params) throws RpcError {
    ArrayNode result = Json.array();
    for (Controller controller : asked(params).controllers()) {
      ObjectNode node = result.addObject();
      node.put("cntlid", controller.cntlid()).put("cntrltype", "io");
      node.put("hostnqn", controller.hostNqn());
      node.put("hostid", controller.hostId().toString());
      // a real target counts the admin queue too
      node.put("num_io_qpairs", controller.queues().size());
    }
    return result;
  }

  private JsonNode queuePairs(Params params) throws RpcError {
    ArrayNode result = Json.array();
    for (Controller controller : asked(params).controllers()) {
      for (QueuePair queue : controller.queues()) {
        ObjectNode node = result.addObject();
        node.put("cntlid", controller.cntlid()).put("qid", queue.qid());
        node.put("state", queue.isEnabled() ? "enabled" : "deactivating");
        node.put("thread", "nvmf_tgt_poll_group_000");
        node.put("hostnqn", controller.hostNqn());
        node.set("listen_address", ListenerMethods.json(controller.listener().address()));
        node.set("peer_address", peer(queue));
      }
    }
    return result;
  }

  private static ObjectNode peer(QueuePair queue) {
    ObjectNode node = Json.object();
    boolean v6 = queue.peer().getAddress().getAddress().length == 16;
    node.put("trtype", "TCP").put("adrfam", v6 ? "IPv6" : "IPv4");
    node.put("traddr", queue.peer().getAddress().getHostAddress());
    node.put("trsvcid", Integer.toString(queue.peer().getPort()));
    return node;
  }
}
