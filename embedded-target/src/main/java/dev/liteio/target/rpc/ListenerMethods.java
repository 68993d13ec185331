package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.liteio.target.nvmf.AnaState;
import dev.liteio.target.nvmf.ListenAddress;
import dev.liteio.target.nvmf.NvmfException;
import dev.liteio.target.nvmf.NvmfTarget;
import dev.liteio.target.nvmf.Subsystem;
import dev.liteio.target.nvmf.SubsystemListener;
import dev.liteio.target.tcp.TcpPorts;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Methods {@code nvmf_*} that change the listeners of a subsystem, and how listeners are told. */
final class ListenerMethods {

  private final NvmfTarget target;
  private final TcpPorts ports;

  ListenerMethods(NvmfTarget target, TcpPorts ports) {
    this.target = target;
    this.ports = ports;
  }

  /** Adds them. */
  void addTo(MethodTable table) {
    table.add("nvmf_subsystem_add_listener", BadParams.NVMF, this::add);
    table.add("nvmf_subsystem_remove_listener", BadParams.NVMF, this::remove);
    table.add("nvmf_subsystem_listener_set_ana_state", BadParams.NVMF, this::setAnaState);
  }

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

  private JsonNode add(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    ListenAddress address = address(params);
    Optional<String> word = params.text("ana_state");
    params.flag("secure_channel");
    params.text("tgt_name");
    params.text("sock_impl");
    params.end();
    Subsystem subsystem = NvmfMethods.subsystem(target, nqn);
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

  private JsonNode remove(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    ListenAddress address = address(params);
    params.text("tgt_name");
    params.end();
    if (!NvmfMethods.subsystem(target, nqn).removeListener(address)) {
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
      NvmfMethods.subsystem(target, nqn).setAnaState(address, group, state);
    } catch (NvmfException e) {
      throw new RpcError(RpcError.INTERNAL_ERROR, "error setting ANA state: -22");
    }
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
