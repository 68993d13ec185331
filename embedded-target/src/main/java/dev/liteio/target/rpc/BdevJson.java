package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.Claim;
import dev.liteio.target.bdev.FileBdev;
import dev.liteio.target.lvs.Lvol;
import java.util.List;

/** A device as {@code bdev_get_bdevs} shows it. */
final class BdevJson {

  private static final List<String> IO_TYPES =
      List.of(
          "read",
          "write",
          "unmap",
          "flush",
          "reset",
          "nvme_admin",
          "nvme_io",
          "nvme_io_md",
          "write_zeroes",
          "zcopy",
          "get_zone_info",
          "zone_management",
          "zone_append",
          "compare",
          "compare_and_write",
          "abort",
          "seek_hole",
          "seek_data",
          "copy",
          "nvme_iov_md",
          "nvme_nssr",
          "write_uncorrectable");

  private BdevJson() {}

  static ObjectNode of(Bdev bdev) {
    ObjectNode node = Json.object();
    node.put("name", bdev.name());
    ArrayNode aliases = node.putArray("aliases");
    bdev.aliases().forEach(aliases::add);
    node.put("product_name", bdev.productName());
    node.put("block_size", bdev.blockSize());
    node.put("num_blocks", bdev.blocks());
    node.put("preferred_write_alignment", 0).put("preferred_write_granularity", 0);
    node.put("optimal_write_size", 0).put("preferred_unmap_alignment", 0);
    node.put("preferred_unmap_granularity", 0);
    node.put("uuid", bdev.uuid().toString());
    ObjectNode limits = node.putObject("assigned_rate_limits");
    limits.put("rw_ios_per_sec", 0).put("rw_mbytes_per_sec", 0);
    limits.put("r_mbytes_per_sec", 0).put("w_mbytes_per_sec", 0);
    Claim claim = bdev.claim();
    node.put("claimed", claim != null);
    if (claim != null) {
      node.put("claim_type", claim.word());
    }
    node.put("zoned", false);
    ObjectNode types = node.putObject("supported_io_types");
    IO_TYPES.forEach(type -> types.put(type, bdev.ioTypes().has(type)));
    node.set("driver_specific", driver(bdev));
    return node;
  }

  private static ObjectNode driver(Bdev bdev) {
    ObjectNode driver = Json.object();
    switch (bdev) {
      case FileBdev file -> {
        ObjectNode aio = driver.putObject("aio");
        aio.put("filename", file.filename()).put("block_size_override", true);
        aio.put("readonly", file.isReadOnly()).put("fallocate", file.hasFallocate());
        aio.put("nowait", false);
      }
      case Lvol lvol -> driver.set("lvol", lvol(lvol));
      default -> {}
    }
    return driver;
  }

  private static ObjectNode lvol(Lvol lvol) {
    ObjectNode node = Json.object();
    node.put("lvol_store_uuid", lvol.store().uuid().toString());
    node.put("base_bdev", lvol.store().base().name());
    node.put("thin_provision", lvol.isThin());
    node.put("num_allocated_clusters", lvol.allocatedClusters());
    node.put("snapshot", lvol.isSnapshot());
    Lvol parent = lvol.parent();
    node.put("clone", parent != null);
    List<Lvol> clones = lvol.store().clonesOf(lvol);
    if (parent != null) {
      node.put("base_snapshot", parent.lvolName());
    }
    if (!clones.isEmpty()) {
      ArrayNode names = node.putArray("clones");
      clones.forEach(clone -> names.add(clone.lvolName()));
    }
    node.put("esnap_clone", false);
    return node;
  }
}
