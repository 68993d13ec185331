package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.bdev.Notifications;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Methods about the target itself. */
public final class FrameworkMethods {

  private static final long TICKS_PER_SECOND = 1_000_000_000L;
  private static final Set<String> SIGNALS =
      Set.of("SIGINT", "SIGTERM", "SIGQUIT", "SIGHUP", "SIGKILL", "SIGUSR1");
  private static final Map<String, List<String>> SUBSYSTEMS =
      Map.of("bdev", List.of(), "nvmf", List.of("bdev"));

  private final Bdevs bdevs;
  private final Runnable stop;

  /**
   * The methods.
   *
   * @param stop ends the target
   */
  public FrameworkMethods(Bdevs bdevs, Runnable stop) {
    this.bdevs = bdevs;
    this.stop = stop;
  }

  /** Adds them. */
  public void addTo(MethodTable table) {
    table.addPlain(
        "spdk_get_version", "spdk_get_version method requires no parameters", p -> version());
    table.add("framework_wait_init", BadParams.NVMF, FrameworkMethods::waitInit);
    table.addPlain(
        "framework_get_reactors",
        "`framework_get_reactors` requires no arguments",
        p -> reactors());
    table.addPlain(
        "framework_get_subsystems",
        "'framework_get_subsystems' requires no arguments",
        p -> subsystems());
    table.addPlain("notify_get_types", "notify_get_types requires no parameters", p -> types());
    table.add("notify_get_notifications", BadParams.NVMF, this::notifications);
    table.add("rpc_get_methods", BadParams.NVMF, params -> methods(table, params));
    table.add("spdk_kill_instance", BadParams.NVMF, this::kill);
  }

  /** A target is ready as soon as its socket answers; empty params pass, as recorded. */
  private static JsonNode waitInit(Params params) throws RpcError {
    params.end();
    return Json.yes();
  }

  private static JsonNode version() {
    ObjectNode result = Json.object();
    result.put("version", "LiteIO embedded target");
    ObjectNode fields = result.putObject("fields");
    fields.put("major", 26).put("minor", 9).put("patch", 0).put("suffix", "-liteio");
    return result;
  }

  private static JsonNode reactors() {
    ObjectNode result = Json.object();
    result.put("tick_rate", TICKS_PER_SECOND);
    result.put("pid", ProcessHandle.current().pid());
    result.putArray("reactors");
    return result;
  }

  private static JsonNode subsystems() {
    ArrayNode result = Json.array();
    for (String name : List.of("bdev", "nvmf")) {
      ObjectNode entry = result.addObject();
      entry.put("subsystem", name);
      ArrayNode depends = entry.putArray("depends_on");
      SUBSYSTEMS.getOrDefault(name, List.of()).forEach(depends::add);
    }
    return result;
  }

  private static JsonNode types() {
    ArrayNode result = Json.array();
    Notifications.TYPES.forEach(result::add);
    return result;
  }

  private JsonNode notifications(Params params) throws RpcError {
    long id = params.number("id").orElse(0);
    long max = params.number("max").orElse(Long.MAX_VALUE);
    params.end();
    ArrayNode result = Json.array();
    for (Notifications.Notification n : bdevs.notifications().from(id, max)) {
      result.addObject().put("type", n.type()).put("ctx", n.ctx()).put("id", n.id());
    }
    return result;
  }

  private static JsonNode methods(MethodTable table, Params params) throws RpcError {
    params.flag("current");
    params.flag("include_aliases");
    params.end();
    ArrayNode result = Json.array();
    table.names().forEach(name -> result.add(TextNode.valueOf(name)));
    return result;
  }

  private JsonNode kill(Params params) throws RpcError {
    String signal = params.requiredText("sig_name");
    params.end();
    if (!SIGNALS.contains(signal)) {
      throw params.error();
    }
    // after the answer has had a chance to leave
    Thread.ofPlatform().name("rpc-kill").start(stop);
    return Json.yes();
  }
}
