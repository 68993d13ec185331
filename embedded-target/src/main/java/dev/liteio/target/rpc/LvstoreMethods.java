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
import dev.liteio.target.lvs.Lvols;
import dev.liteio.target.lvs.Lvstore;
import dev.liteio.target.lvs.Lvstores;
import java.util.List;
import java.util.Optional;

/** Methods {@code bdev_lvol_*_lvstore}, and how the others name a store. */
public final class LvstoreMethods {

  private static final long DEFAULT_CLUSTER = 4L << 20;
  private static final long GROWABLE_CLUSTERS = 32_728;

  private final Bdevs bdevs;
  private final Lvstores stores;
  private final Lvols lvols;
  private final Holds holds;

  public LvstoreMethods(Bdevs bdevs, Lvstores stores, Lvols lvols, Holds holds) {
    this.bdevs = bdevs;
    this.stores = stores;
    this.lvols = lvols;
    this.holds = holds;
  }

  /** Adds them. */
  public void addTo(MethodTable table) {
    table.add("bdev_lvol_create_lvstore", BadParams.BDEV, this::create);
    table.addStaged("bdev_lvol_delete_lvstore", BadParams.BDEV, this::delete);
    table.addStaged("bdev_lvol_rename_lvstore", BadParams.BDEV, this::rename);
    table.addStaged("bdev_lvol_grow_lvstore", BadParams.BDEV, this::grow);
    table.add("bdev_lvol_get_lvstores", BadParams.BDEV, this::list);
  }

  private JsonNode create(Params params) throws RpcError {
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
        LvolWork.run(
            () -> stores.create(base, name, size, clear), Errno.EINVAL, Errno.EEXIST, Errno.EPERM);
    return TextNode.valueOf(store.uuid().toString());
  }

  /** How clusters are cleared. */
  static ClearMethod clearMethod(Params params, ClearMethod otherwise) throws RpcError {
    Optional<String> word = params.text("clear_method").filter(text -> !text.equals("default"));
    return word.isEmpty() ? otherwise : ClearMethod.ofWord(word.get()).orElseThrow(params::error);
  }

  /** The store that a call names, by name or by uuid. */
  Lvstore store(Params params) throws RpcError {
    Optional<String> name = params.text("lvs_name");
    Optional<String> uuid = params.text("uuid");
    if (name.isPresent() == uuid.isPresent()) {
      throw RpcError.of(Errno.EINVAL);
    }
    return name.flatMap(stores::byName)
        .or(() -> uuid.flatMap(stores::byUuid))
        .orElseThrow(() -> RpcError.of(Errno.ENODEV));
  }

  private StagedMethod.Work delete(Params params) throws RpcError {
    params.text("lvs_name");
    params.text("uuid");
    params.end();
    Lvstore store = store(params);
    return LvolWork.work(LvolWork.run(() -> holds.whole(store)), () -> stores.delete(store));
  }

  private StagedMethod.Work rename(Params params) throws RpcError {
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
    return LvolWork.work(
        LvolWork.run(() -> holds.whole(store)), () -> lvols.rename(store, newName));
  }

  private StagedMethod.Work grow(Params params) throws RpcError {
    if (params.isEmpty()) {
      throw params.error();
    }
    params.text("lvs_name");
    params.text("uuid");
    params.end();
    Lvstore store = store(params);
    return LvolWork.work(LvolWork.run(() -> holds.in(store)), () -> lvols.grow(store));
  }

  /** The store that a call names, or all. */
  List<Lvstore> chosen(Params params, String uuidMember) throws RpcError {
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

  private JsonNode list(Params params) throws RpcError {
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
}
