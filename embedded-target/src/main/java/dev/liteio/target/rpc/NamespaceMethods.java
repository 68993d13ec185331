package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.nvmf.NvmfException;
import dev.liteio.target.nvmf.NvmfTarget;
import dev.liteio.target.nvmf.Subsystem;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Methods {@code nvmf_*} that change the namespaces of a subsystem. */
final class NamespaceMethods {

  private static final Pattern NGUID = Pattern.compile("[0-9a-fA-F]{32}");
  private static final Pattern EUI64 = Pattern.compile("[0-9a-fA-F]{16}");

  private final Bdevs bdevs;
  private final NvmfTarget target;

  NamespaceMethods(Bdevs bdevs, NvmfTarget target) {
    this.bdevs = bdevs;
    this.target = target;
  }

  /** Adds them. */
  void addTo(MethodTable table) {
    table.add("nvmf_subsystem_add_ns", BadParams.NVMF, this::add);
    table.addLong("nvmf_subsystem_remove_ns", BadParams.NVMF, this::remove);
    table.addWaiting("nvmf_subsystem_set_ns_ana_group", BadParams.NVMF, this::move);
  }

  private JsonNode add(Params params) throws RpcError {
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
    Subsystem subsystem = NvmfMethods.subsystem(target, nqn);
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

  private StagedMethod.Work remove(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    int nsid = (int) params.requiredNumber("nsid");
    params.text("tgt_name");
    params.end();
    Subsystem subsystem = NvmfMethods.subsystem(target, nqn);
    return () -> {
      if (subsystem.isBeingDeleted()) {
        throw NvmfMethods.internal();
      }
      if (!subsystem.removeNamespace(nsid)) {
        throw params.error();
      }
      return Json.yes();
    };
  }

  private JsonNode move(Params params) throws RpcError {
    String nqn = params.requiredText("nqn");
    int nsid = (int) params.requiredNumber("nsid");
    int group = (int) params.requiredNumber("anagrpid");
    params.text("tgt_name");
    params.end();
    try {
      NvmfMethods.subsystem(target, nqn).moveNamespace(nsid, group);
    } catch (NvmfException e) {
      throw params.error();
    }
    return Json.yes();
  }
}
