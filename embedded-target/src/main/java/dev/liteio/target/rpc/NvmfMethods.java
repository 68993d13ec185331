package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.nvmf.AnaState;
import dev.liteio.target.nvmf.ListenAddress;
import dev.liteio.target.nvmf.Nqns;
import dev.liteio.target.nvmf.NvmfException;
import dev.liteio.target.nvmf.NvmfTarget;
import dev.liteio.target.nvmf.Subsystem;
import dev.liteio.target.nvmf.SubsystemListener;
import dev.liteio.target.nvmf.SubsystemOptions;
import dev.liteio.target.tcp.TcpPorts;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Methods {@code nvmf_*} that change something. */
public final class NvmfMethods {

  private static final String TARGET = "nvmf_tgt";
  private static final List<String> TRANSPORT_NUMBERS =
      List.of(
          "max_queue_depth",
          "max_io_qpairs_per_ctrlr",
          "in_capsule_data_size",
          "max_io_size",
          "max_aq_depth",
          "abort_timeout_sec",
          "kas",
          "min_kato");
  private static final int SERIAL_LIMIT = 20;
  private static final int MODEL_LIMIT = 40;
  private static final long REMOVE_HOST_MILLIS = 15_000;
  private static final Pattern NGUID = Pattern.compile("[0-9a-fA-F]{32}");
  private static final Pattern EUI64 = Pattern.compile("[0-9a-fA-F]{16}");

  private final Bdevs bdevs;
  private final NvmfTarget target;
  private final TcpPorts ports;

  public NvmfMethods(Bdevs bdevs, NvmfTarget target, TcpPorts ports) {
    this.bdevs = bdevs;
    this.target = target;
    this.ports = ports;
  }

  /** Adds them. */
  public void addTo(MethodTable table) {
    table.add("nvmf_create_transport", BadParams.NVMF, this::createTransport);
    table.add("nvmf_create_subsystem", BadParams.NVMF, this::createSubsystem);
    table.addStaged("nvmf_delete_subsystem", BadParams.NVMF, this::deleteSubsystem);
    table.add("nvmf_subsystem_add_ns", BadParams.NVMF, this::addNamespace);
    table.addLong("nvmf_subsystem_remove_ns", BadParams.NVMF, this::removeNamespace);
    table.addWaiting("nvmf_subsystem_set_ns_ana_group", BadParams.NVMF, this::moveNamespace);
    table.add("nvmf_subsystem_add_listener", BadParams.NVMF, this::addListener);
    table.add("nvmf_subsystem_remove_listener", BadParams.NVMF, this::removeListener);
    table.add("nvmf_subsystem_listener_set_ana_state", BadParams.NVMF, this::setAnaState);
    table.add("nvmf_subsystem_add_host", BadParams.NVMF, this::addHost);
    table.addWaiting("nvmf_subsystem_remove_host", BadParams.NVMF, this::removeHost);
    table.add("nvmf_subsystem_allow_any_host", BadParams.NVMF, this::allowAnyHost);
    new NvmfQueries(target).addTo(table);
  }

  static Subsystem subsystem(NvmfTarget target, String nqn) throws RpcError {
    return target
        .find(nqn)
        .orElseThrow(() ->
            new RpcError(
                RpcError.INVALID_PARAMS, "Subsystem with NQN '%s' not found".formatted(nqn)));
  }

  private JsonNode createTransport(Params params) throws RpcError {
    String type = params.requiredText("trtype"); // unknown members are ignored, as recorded
    for (String number : TRANSPORT_NUMBERS) {
      params.number(number);
    }
    if (!type.toUpperCase(Locale.ROOT).equals("TCP")) {
      throw new RpcError(RpcError.INVALID_PARAMS, "Invalid transport type '%s'".formatted(type));
    }
    if (target.hasTcp()) {
      throw new RpcError(
          RpcError.INTERNAL_ERROR, "Transport type '%s' already exists".formatted(type));
    }
    target.createTcp();
    return Json.yes();
  }

  private JsonNode createSubsystem(Params params) throws RpcError {
    SubsystemOptions defaults = SubsystemOptions.of(params.requiredText("nqn"));
    SubsystemOptions options =
        new SubsystemOptions(
            defaults.nqn(),
            params.flag("allow_any_host").orElse(false),
            params.text("serial_number").orElse(defaults.serialNumber()),
            params.text("model_number").orElse(defaults.modelNumber()),
            maxNamespaces(params.number32("max_namespaces", 0), defaults),
            params.number32("min_cntlid", 1),
            params.number32("max_cntlid", SubsystemOptions.CNTLID_LIMIT),
            params.flag("ana_reporting").orElse(false));
    Optional<String> name = params.text("tgt_name");
    params.number("dmrsl");
    params.number("wzsl");
    params.flag("passthrough");
    params.flag("enable_nssr");
    params.end();
    if (name.isPresent() && !name.get().equals(TARGET)) {
      throw new RpcError(RpcError.INTERNAL_ERROR, "Unable to find target %s".formatted(name.get()));
    }
    if (options.serialNumber().length() > SERIAL_LIMIT
        || options.modelNumber().length() > MODEL_LIMIT) {
      throw params.error();
    }
    checkControllerIds(options);
    try {
      target.create(options);
    } catch (NvmfException e) {
      throw new RpcError(
          RpcError.INTERNAL_ERROR, "Unable to create subsystem %s".formatted(options.nqn()));
    }
    return Json.yes();
  }

  private static int maxNamespaces(int asked, SubsystemOptions defaults) {
    return asked == 0 ? defaults.maxNamespaces() : asked;
  }

  private static void checkControllerIds(SubsystemOptions options) throws RpcError {
    int min = options.minCntlid();
    int max = options.maxCntlid();
    if (min < 1 || max < 1 || min > max || max > SubsystemOptions.CNTLID_LIMIT) {
      throw new RpcError(
          RpcError.INVALID_PARAMS, "Invalid cntlid range [%d-%d]".formatted(min, max));
    }
  }

  private StagedMethod.Work deleteSubsystem(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    params.text("tgt_name");
    params.end();
    Subsystem subsystem = subsystem(target, nqn);
    subsystem.beginDeletion();
    return () -> {
      if (!target.delete(nqn)) {
        throw internal();
      }
      subsystem.listeners().forEach(listener -> ports.release(listener.address()));
      return Json.yes();
    };
  }

  // ---- namespaces

  private JsonNode addNamespace(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    Params wanted = params.requiredObject("namespace");
    String bdevName = wanted.requiredText("bdev_name");
    Optional<String> nguid = wanted.text("nguid");
    Optional<String> eui64 = wanted.text("eui64");
    Subsystem.NewNamespace namespace =
        new Subsystem.NewNamespace(
            wanted.number32("nsid", 0),
            wanted.uuid("uuid").orElse(null),
            nguid.map(text -> text.toUpperCase(Locale.ROOT)).orElse(null),
            eui64.orElse(null),
            wanted.number32("anagrpid", 0));
    wanted.flag("no_auto_visible");
    wanted.end();
    params.text("tgt_name");
    params.end();
    Subsystem subsystem = subsystem(target, nqn);
    if (nguid.isPresent() && !NGUID.matcher(nguid.get()).matches()) {
      throw new RpcError(RpcError.INVALID_PARAMS, "Invalid nguid");
    }
    if (eui64.isPresent() && !EUI64.matcher(eui64.get()).matches()) {
      throw new RpcError(RpcError.INVALID_PARAMS, "Invalid eui64");
    }
    Bdev bdev = bdevs.find(bdevName).orElseThrow(params::error);
    try {
      return IntNode.valueOf(subsystem.addNamespace(bdev, namespace).nsid());
    } catch (NvmfException e) {
      throw params.error();
    }
  }

  private StagedMethod.Work removeNamespace(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    int nsid = (int) params.requiredNumber("nsid");
    params.text("tgt_name");
    params.end();
    Subsystem subsystem = subsystem(target, nqn);
    return () -> {
      if (subsystem.isBeingDeleted()) {
        throw internal();
      }
      if (!subsystem.removeNamespace(nsid)) {
        throw params.error();
      }
      return Json.yes();
    };
  }

  private JsonNode moveNamespace(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    int nsid = (int) params.requiredNumber("nsid");
    int group = (int) params.requiredNumber("anagrpid");
    params.text("tgt_name");
    params.end();
    try {
      subsystem(target, nqn).moveNamespace(nsid, group);
    } catch (NvmfException e) {
      throw params.error();
    }
    return Json.yes();
  }

  // ---- listeners

  private static ListenAddress address(Params params) throws RpcError {
    Params address = params.requiredObject("listen_address");
    String type = address.requiredText("trtype");
    String traddr = address.requiredText("traddr");
    Optional<String> adrfam = address.text("adrfam");
    String port = address.text("trsvcid").orElse("");
    address.end();
    boolean literal = Pattern.matches("[0-9.]+|[0-9a-fA-F:]+", traddr);
    boolean isPort = Pattern.matches("[0-9]{1,5}", port) && Integer.parseInt(port) <= 65535;
    if (!type.toUpperCase(Locale.ROOT).equals("TCP") || !literal || !isPort) {
      throw params.error();
    }
    String family = adrfam.orElse(traddr.contains(":") ? "IPv6" : "IPv4");
    return new ListenAddress(
        family.toLowerCase(Locale.ROOT).equals("ipv6") ? "IPv6" : "IPv4", traddr, port);
  }

  private JsonNode addListener(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    ListenAddress address = address(params);
    Optional<String> word = params.text("ana_state");
    params.flag("secure_channel");
    params.text("tgt_name");
    params.text("sock_impl");
    params.end();
    Subsystem subsystem = subsystem(target, nqn);
    AnaState initial =
        word.isEmpty()
            ? AnaState.OPTIMIZED
            : AnaState.ofWord(word.get()).orElseThrow(params::error);
    if (!target.hasTcp()) {
      throw params.error();
    }
    try {
      ports.acquire(address);
    } catch (IOException | RuntimeException e) {
      throw params.error();
    }
    try {
      subsystem.addListener(address, initial);
    } catch (NvmfException e) {
      ports.release(address);
      throw params.error();
    }
    return Json.yes();
  }

  private JsonNode removeListener(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    ListenAddress address = address(params);
    params.text("tgt_name");
    params.end();
    if (!subsystem(target, nqn).removeListener(address)) {
      throw params.error();
    }
    ports.release(address);
    return Json.yes();
  }

  private JsonNode setAnaState(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    ListenAddress address = address(params);
    AnaState state = AnaState.ofWord(params.requiredText("ana_state")).orElseThrow(params::error);
    int group = params.number32("anagrpid", 0);
    params.text("tgt_name");
    params.end();
    try {
      subsystem(target, nqn).setAnaState(address, group, state);
    } catch (NvmfException e) {
      throw new RpcError(RpcError.INTERNAL_ERROR, "error setting ANA state: -22");
    }
    return Json.yes();
  }

  // ---- hosts

  private JsonNode addHost(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    String host = params.requiredText("host");
    params.text("tgt_name");
    params.end();
    Subsystem subsystem = subsystem(target, nqn);
    if (!Nqns.isValid(host) || !subsystem.addHost(host)) {
      throw internal();
    }
    return Json.yes();
  }

  private static RpcError internal() {
    return new RpcError(RpcError.INTERNAL_ERROR, "Internal error");
  }

  private JsonNode removeHost(Params params) throws RpcError, InterruptedException {
    String nqn = params.requiredText("nqn");
    String host = params.requiredText("host");
    long timeout = params.number("timeout_ms").orElse(REMOVE_HOST_MILLIS);
    params.text("tgt_name");
    params.end();
    return switch (subsystem(target, nqn).removeHost(host, timeout)) {
      case DONE -> Json.yes();
      case ABSENT -> throw internal();
      case TIMED_OUT ->
          throw new RpcError(RpcError.INTERNAL_ERROR, "Timeout reached during host removal");
    };
  }

  private JsonNode allowAnyHost(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    boolean allow = params.flag("allow_any_host").orElseThrow(params::error);
    params.text("tgt_name");
    params.end();
    subsystem(target, nqn).setAllowAnyHost(allow);
    return Json.yes();
  }

  static ObjectNode json(ListenAddress address) {
    ObjectNode node = Json.object();
    node.put("trtype", "TCP").put("adrfam", address.adrfam());
    node.put("traddr", address.traddr()).put("trsvcid", address.trsvcid());
    return node;
  }

  static ArrayNode anaStates(SubsystemListener listener) {
    ArrayNode states = Json.array();
    for (int group = 1; group <= listener.groups(); group++) {
      ObjectNode state = states.addObject();
      state.put("ana_group", group).put("ana_state", listener.state(group).word());
    }
    return states;
  }
}
