package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.lvs.ClearMethod;
import dev.liteio.target.lvs.Errno;
import dev.liteio.target.lvs.Holds;
import dev.liteio.target.lvs.Holds.Hold;
import dev.liteio.target.lvs.Lvol;
import dev.liteio.target.lvs.Lvols;
import dev.liteio.target.lvs.LvsException;
import dev.liteio.target.lvs.Lvstore;
import dev.liteio.target.lvs.Lvstores;
import dev.liteio.target.lvs.StoreFullException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Methods {@code bdev_lvol_*}. */
public final class LvolMethods {

  private static final long DEFAULT_CLUSTER = 4L << 20;
  private static final long GROWABLE_CLUSTERS = 32_728;

  private final Bdevs bdevs;
  private final Lvstores stores;
  private final Lvols lvols;
  private final Holds holds;

  public LvolMethods(Bdevs bdevs, Lvstores stores, Lvols lvols, Holds holds) {
    this.bdevs = bdevs;
    this.stores = stores;
    this.lvols = lvols;
    this.holds = holds;
  }

  /** Adds them. */
  public void addTo(MethodTable table) {
    table.add("bdev_lvol_create_lvstore", BadParams.BDEV, this::createStore);
    table.addStaged("bdev_lvol_delete_lvstore", BadParams.BDEV, this::deleteStore);
    table.addStaged("bdev_lvol_rename_lvstore", BadParams.BDEV, this::renameStore);
    table.addStaged("bdev_lvol_grow_lvstore", BadParams.BDEV, this::growStore);
    table.add("bdev_lvol_get_lvstores", BadParams.BDEV, this::listStores);
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

  /** A step that ends in one of the errors a real target gives. */
  private interface Step<T> {
    T run() throws LvsException, IOException;
  }

  private static <T> T run(Step<T> step, Errno... early) throws RpcError {
    return run(RpcError.INVALID_PARAMS, step, early);
  }

  /**
   * Errors found before work starts are errnos; those found later are texts under {@code lateCode}.
   */
  private static <T> T run(int lateCode, Step<T> step, Errno... early) throws RpcError {
    try {
      return step.run();
    } catch (LvsException e) {
      throw List.of(early).contains(e.errno())
          ? RpcError.of(e.errno())
          : RpcError.late(lateCode, e.errno());
    } catch (StoreFullException e) {
      throw RpcError.late(lateCode, Errno.ENOSPC);
    } catch (IOException e) {
      throw RpcError.late(lateCode, Errno.EIO);
    }
  }

  /** Work whose result is {@code true}; it lets go of what it holds when it is done. */
  private static StagedMethod.Work work(Hold hold, Change change) {
    return () -> {
      try (hold) {
        return run(() -> {
          change.run();
          return Json.yes();
        });
      }
    };
  }

  /** Work whose result is the name of a volume. */
  private static StagedMethod.Work making(Hold hold, Step<Lvol> step) {
    return () -> {
      try (hold) {
        return TextNode.valueOf(run(step).name());
      }
    };
  }

  /** A step without a result. */
  private interface Change {
    void run() throws LvsException, IOException;
  }

  // ---- stores

  private JsonNode createStore(Params params) throws RpcError {
    String bdevName = params.requiredText("bdev_name");
    String name = params.requiredText("lvs_name");
    long cluster = params.number("cluster_sz").orElse(DEFAULT_CLUSTER);
    ClearMethod clear = clearMethod(params, ClearMethod.UNMAP);
    params.number("num_md_pages_per_cluster_ratio");
    params.end();
    Bdev base = bdevs.find(bdevName).orElseThrow(() -> RpcError.of(Errno.ENODEV));
    if (cluster > base.size()) {
      throw RpcError.late(RpcError.INVALID_PARAMS, Errno.EINVAL);
    }
    if (base.claim() != null) {
      throw RpcError.of(Errno.EPERM);
    }
    long size = cluster == 0 ? DEFAULT_CLUSTER : cluster;
    Lvstore store =
        run(() -> stores.create(base, name, size, clear), Errno.EINVAL, Errno.EEXIST, Errno.EPERM);
    return TextNode.valueOf(store.uuid().toString());
  }

  private static ClearMethod clearMethod(Params params, ClearMethod otherwise) throws RpcError {
    Optional<String> word = params.text("clear_method").filter(text -> !text.equals("default"));
    return word.isEmpty() ? otherwise : ClearMethod.ofWord(word.get()).orElseThrow(params::error);
  }

  private Lvstore store(Params params) throws RpcError {
    Optional<String> name = params.text("lvs_name");
    Optional<String> uuid = params.text("uuid");
    if (name.isPresent() == uuid.isPresent()) {
      throw RpcError.of(Errno.EINVAL);
    }
    return name.flatMap(stores::byName)
        .or(() -> uuid.flatMap(stores::byUuid))
        .orElseThrow(() -> RpcError.of(Errno.ENODEV));
  }

  private StagedMethod.Work deleteStore(Params params) throws RpcError {
    params.text("lvs_name");
    params.text("uuid");
    params.end();
    Lvstore store = store(params);
    return work(run(() -> holds.whole(store)), () -> stores.delete(store));
  }

  private StagedMethod.Work renameStore(Params params) throws RpcError {
    String oldName = params.requiredText("old_name");
    String newName = params.requiredText("new_name");
    params.end();
    Lvstore store =
        stores
            .byName(oldName)
            .orElseThrow(() ->
                new RpcError(-Errno.ENOENT.number(), "Lvol store %s not found".formatted(oldName)));
    if (stores.byName(newName).isPresent()) {
      throw RpcError.late(RpcError.INVALID_PARAMS, Errno.EEXIST);
    }
    return work(run(() -> holds.whole(store)), () -> lvols.rename(store, newName));
  }

  private StagedMethod.Work growStore(Params params) throws RpcError {
    if (params.isEmpty()) {
      throw params.error();
    }
    params.text("lvs_name");
    params.text("uuid");
    params.end();
    Lvstore store = store(params);
    return work(run(() -> holds.in(store)), () -> lvols.grow(store));
  }

  private List<Lvstore> chosen(Params params, String uuidMember) throws RpcError {
    if (!params.isPresent()) {
      return stores.all();
    }
    Optional<String> name = params.text("lvs_name");
    Optional<String> uuid = params.text(uuidMember);
    params.end();
    if (name.isPresent() == uuid.isPresent()) {
      throw RpcError.of(Errno.EINVAL);
    }
    return List.of(
        name.flatMap(stores::byName)
            .or(() -> uuid.flatMap(stores::byUuid))
            .orElseThrow(() -> RpcError.of(Errno.ENODEV)));
  }

  private JsonNode listStores(Params params) throws RpcError {
    ArrayNode result = Json.array();
    for (Lvstore store : chosen(params, "uuid")) {
      ObjectNode node = result.addObject();
      node.put("uuid", store.uuid().toString());
      node.put("name", store.name());
      node.put("base_bdev", store.base().name());
      node.put("total_data_clusters", store.totalClusters());
      node.put("free_clusters", store.freeClusters());
      node.put("block_size", store.base().blockSize());
      node.put("cluster_size", store.clusterSize());
      node.put("max_growable_size", GROWABLE_CLUSTERS * store.clusterSize());
    }
    return result;
  }

  // ---- volumes

  private JsonNode list(Params params) throws RpcError {
    ArrayNode result = Json.array();
    for (Lvstore store : chosen(params, "lvs_uuid")) {
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
    ClearMethod clear = clearMethod(params, ClearMethod.UNMAP);
    params.text("lvs_name");
    params.text("uuid");
    params.end();
    Lvstore store = store(params);
    if (!Lvstore.isName(name)) {
      throw RpcError.of(Errno.EINVAL);
    }
    Hold hold = run(() -> holds.name(store, name), Errno.EEXIST);
    return making(hold, () -> lvols.create(store, name, size, thin, clear));
  }

  private StagedMethod.Work delete(Params params) throws RpcError {
    String name = params.requiredText("name");
    params.end();
    Lvol lvol = lvol(name);
    Hold hold =
        run(
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
      LvolMethods.run(
          RpcError.INTERNAL_ERROR,
          () -> {
            holds.confirm(hold, lvol);
            return lvol;
          });
    }

    @Override
    public JsonNode finish() throws RpcError {
      try (hold) {
        return LvolMethods.run(
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
    return work(run(() -> holds.change(lvol)), () -> lvols.resize(lvol, size));
  }

  private StagedMethod.Work rename(Params params) throws RpcError {
    String oldName = params.requiredText("old_name");
    String newName = params.requiredText("new_name");
    params.end();
    Lvol lvol = lvol(oldName);
    return work(run(() -> holds.name(lvol.store(), newName)), () -> lvols.rename(lvol, newName));
  }

  private StagedMethod.Work snapshot(Params params) throws RpcError {
    String name = params.requiredText("lvol_name");
    String snapshot = params.requiredText("snapshot_name");
    params.end();
    Lvol origin = lvol(name);
    return making(
        run(() -> holds.derive(origin, snapshot)), () -> lvols.snapshot(origin, snapshot));
  }

  private StagedMethod.Work cloneSnapshot(Params params) throws RpcError {
    String name = params.requiredText("snapshot_name");
    String clone = params.requiredText("clone_name");
    params.end();
    Lvol snapshot = lvol(name);
    return making(run(() -> holds.derive(snapshot, clone)), () -> lvols.cloneOf(snapshot, clone));
  }

  private StagedMethod.Work become(Params params, boolean thick) throws RpcError {
    String name = params.requiredText("name");
    params.end();
    Lvol lvol = lvol(name);
    return work(
        run(() -> holds.change(lvol)),
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
    return work(run(() -> holds.in(lvol.store())), () -> lvols.setReadOnly(lvol));
  }
}
