package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.lvs.ClearMethod;
import dev.liteio.target.lvs.Errno;
import dev.liteio.target.lvs.Holds;
import dev.liteio.target.lvs.Holds.Hold;
import dev.liteio.target.lvs.Lvol;
import dev.liteio.target.lvs.Lvols;
import dev.liteio.target.lvs.Lvstore;

/** Methods {@code bdev_lvol_*} on volumes. */
public final class LvolMethods {

  private final Bdevs bdevs;
  private final LvstoreMethods stores;
  private final Lvols lvols;
  private final Holds holds;

  public LvolMethods(Bdevs bdevs, LvstoreMethods stores, Lvols lvols, Holds holds) {
    this.bdevs = bdevs;
    this.stores = stores;
    this.lvols = lvols;
    this.holds = holds;
  }

  /** Adds them. */
  public void addTo(MethodTable table) {
    table.add("bdev_lvol_get_lvols", BadParams.BDEV, this::list);
    table.addStaged("bdev_lvol_create", BadParams.BDEV, this::create);
    table.addLong("bdev_lvol_delete", BadParams.BDEV, this::delete);
    table.addStaged("bdev_lvol_resize", BadParams.BDEV, this::resize);
    table.addStaged("bdev_lvol_rename", BadParams.BDEV, this::rename);
    table.addStaged("bdev_lvol_snapshot", BadParams.BDEV, this::snapshot);
    table.addStaged("bdev_lvol_clone", BadParams.BDEV, this::cloneSnapshot);
    table.addLong("bdev_lvol_inflate", BadParams.BDEV, params -> become(params, true));
    table.addLong("bdev_lvol_decouple_parent", BadParams.BDEV, params -> become(params, false));
    table.addStaged("bdev_lvol_set_read_only", BadParams.BDEV, this::setReadOnly);
  }

  private JsonNode list(Params params) throws RpcError {
    ArrayNode result = Json.array();
    for (Lvstore store : stores.chosen(params, "lvs_uuid")) {
      for (Lvol lvol : store.lvols()) {
        ObjectNode node = result.addObject();
        node.put("alias", lvol.aliases().get(0));
        node.put("uuid", lvol.uuid().toString());
        node.put("name", lvol.lvolName());
        node.put("is_thin_provisioned", lvol.isThin());
        node.put("is_snapshot", lvol.isSnapshot());
        node.put("is_clone", lvol.parent() != null);
        node.put("is_esnap_clone", false).put("is_degraded", false);
        node.put("num_allocated_clusters", lvol.allocatedClusters());
        ObjectNode lvs = node.putObject("lvs");
        lvs.put("name", store.name()).put("uuid", store.uuid().toString());
      }
    }
    return result;
  }

  private Lvol lvol(String name) throws RpcError {
    return bdevs
        .find(name)
        .filter(Lvol.class::isInstance)
        .map(Lvol.class::cast)
        .orElseThrow(() -> RpcError.of(Errno.ENODEV));
  }

  private static long mebibytes(Params params) throws RpcError {
    long size = params.requiredNumber("size_in_mib");
    if (size > Long.MAX_VALUE >> 21) {
      throw params.error();
    }
    return size << 20;
  }

  private StagedMethod.Work create(Params params) throws RpcError {
    String name = params.requiredText("lvol_name");
    long size = mebibytes(params);
    boolean thin = params.flag("thin_provision").orElse(false);
    ClearMethod clear = LvstoreMethods.clearMethod(params, ClearMethod.UNMAP);
    params.text("lvs_name");
    params.text("uuid");
    params.end();
    Lvstore store = stores.store(params);
    if (!Lvstore.isName(name)) {
      throw RpcError.of(Errno.EINVAL);
    }
    Hold hold = LvolWork.run(() -> holds.name(store, name), Errno.EEXIST);
    return LvolWork.making(hold, () -> lvols.create(store, name, size, thin, clear));
  }

  private StagedMethod.Work delete(Params params) throws RpcError {
    String name = params.requiredText("name");
    params.end();
    Lvol lvol = lvol(name);
    Hold hold =
        LvolWork.run(
            RpcError.INTERNAL_ERROR,
            () -> {
              lvols.checkDeletable(lvol);
              return holds.delete(lvol);
            });
    return new Deletion(lvol, hold);
  }

  /** The deletion of a volume, which gives way to what else has begun on it meanwhile. */
  private final class Deletion implements StagedMethod.Work {
    private final Lvol lvol;
    private final Hold hold;

    Deletion(Lvol lvol, Hold hold) {
      this.lvol = lvol;
      this.hold = hold;
    }

    @Override
    public void confirm() throws RpcError {
      LvolWork.run(
          RpcError.INTERNAL_ERROR,
          () -> {
            holds.confirm(hold, lvol);
            return lvol;
          });
    }

    @Override
    public JsonNode finish() throws RpcError {
      try (hold) {
        return LvolWork.run(
            RpcError.INTERNAL_ERROR,
            () -> {
              lvols.delete(lvol);
              return Json.yes();
            });
      }
    }
  }

  private StagedMethod.Work resize(Params params) throws RpcError {
    String name = params.requiredText("name");
    long size = mebibytes(params);
    params.end();
    Lvol lvol = lvol(name);
    return LvolWork.work(LvolWork.run(() -> holds.change(lvol)), () -> lvols.resize(lvol, size));
  }

  private StagedMethod.Work rename(Params params) throws RpcError {
    String oldName = params.requiredText("old_name");
    String newName = params.requiredText("new_name");
    params.end();
    Lvol lvol = lvol(oldName);
    return LvolWork.work(
        LvolWork.run(() -> holds.name(lvol.store(), newName)), () -> lvols.rename(lvol, newName));
  }

  private StagedMethod.Work snapshot(Params params) throws RpcError {
    String name = params.requiredText("lvol_name");
    String snapshot = params.requiredText("snapshot_name");
    params.end();
    Lvol origin = lvol(name);
    return LvolWork.making(
        LvolWork.run(() -> holds.derive(origin, snapshot)), () -> lvols.snapshot(origin, snapshot));
  }

  private StagedMethod.Work cloneSnapshot(Params params) throws RpcError {
    String name = params.requiredText("snapshot_name");
    String clone = params.requiredText("clone_name");
    params.end();
    Lvol snapshot = lvol(name);
    return LvolWork.making(
        LvolWork.run(() -> holds.derive(snapshot, clone)), () -> lvols.cloneOf(snapshot, clone));
  }

  private StagedMethod.Work become(Params params, boolean thick) throws RpcError {
    String name = params.requiredText("name");
    params.end();
    Lvol lvol = lvol(name);
    return LvolWork.work(
        LvolWork.run(() -> holds.change(lvol)),
        () -> {
          if (thick) {
            lvols.inflate(lvol);
          } else {
            lvols.decouple(lvol);
          }
        });
  }

  private StagedMethod.Work setReadOnly(Params params) throws RpcError {
    String name = params.requiredText("name");
    params.end();
    Lvol lvol = lvol(name);
    return LvolWork.work(LvolWork.run(() -> holds.in(lvol.store())), () -> lvols.setReadOnly(lvol));
  }
}
