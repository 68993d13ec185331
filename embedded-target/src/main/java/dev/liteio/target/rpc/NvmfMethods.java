package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.nvmf.Nqns;
import dev.liteio.target.nvmf.NvmfException;
import dev.liteio.target.nvmf.NvmfTarget;
import dev.liteio.target.nvmf.Subsystem;
import dev.liteio.target.nvmf.SubsystemOptions;
import dev.liteio.target.tcp.TcpPorts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Methods {@code nvmf_*} that change transports, subsystems and their hosts. */
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
    table.add("nvmf_subsystem_add_host", BadParams.NVMF, this::addHost);
    table.addWaiting("nvmf_subsystem_remove_host", BadParams.NVMF, this::removeHost);
    table.add("nvmf_subsystem_allow_any_host", BadParams.NVMF, this::allowAnyHost);
    new NamespaceMethods(bdevs, target).addTo(table);
    new ListenerMethods(target, ports).addTo(table);
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

  static RpcError internal() {
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
}
