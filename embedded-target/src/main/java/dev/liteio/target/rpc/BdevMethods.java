package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.bdev.FileBdev;
import dev.liteio.target.bdev.MemoryBdev;
import dev.liteio.target.bdev.UnevenSizeException;
import dev.liteio.target.lvs.Errno;
import dev.liteio.target.lvs.Holds;
import dev.liteio.target.lvs.Lvstores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Methods {@code bdev_*} but for logical volumes. */
public final class BdevMethods {

  private static final int MEMORY_LIMIT_MIB = 512;

  private final Bdevs bdevs;
  private final Lvstores stores;
  private final Holds holds;
  private int unnamed;

  public BdevMethods(Bdevs bdevs, Lvstores stores, Holds holds) {
    this.bdevs = bdevs;
    this.stores = stores;
    this.holds = holds;
  }

  /** Adds them. */
  public void addTo(MethodTable table) {
    table.addWaiting("bdev_get_bdevs", BadParams.BDEV, this::list);
    table.add("bdev_aio_create", BadParams.BDEV, this::createFile);
    table.addStaged("bdev_aio_delete", BadParams.BDEV, params -> delete(params, FileBdev.class));
    table.add("bdev_aio_rescan", BadParams.BDEV, this::rescan);
    table.add("bdev_malloc_create", BadParams.BDEV, this::createMemory);
    table.addStaged(
        "bdev_malloc_delete", BadParams.BDEV, params -> delete(params, MemoryBdev.class));
    table.addPlain(
        "bdev_wait_for_examine", "bdev_wait_for_examine requires no parameters", p -> Json.yes());
  }

  private JsonNode list(Params params) throws RpcError, InterruptedException {
    Optional<String> name = params.text("name");
    OptionalLong timeout = params.number("timeout");
    params.end();
    ArrayNode result = Json.array();
    if (name.isEmpty()) {
      bdevs.all().forEach(bdev -> result.add(BdevJson.of(bdev)));
      return result;
    }
    Optional<Bdev> found = bdevs.find(name.get());
    if (found.isEmpty() && timeout.orElse(0) > 0) {
      found = await(name.get(), timeout.getAsLong());
      if (found.isEmpty()) {
        throw new RpcError(-110, "Connection timed out");
      }
    }
    return result.add(BdevJson.of(found.orElseThrow(() -> RpcError.of(Errno.ENODEV))));
  }

  private Optional<Bdev> await(String name, long millis) throws InterruptedException {
    CountDownLatch came = new CountDownLatch(1);
    bdevs.onArrival(bdev -> {
      if (bdev.name().equals(name) || bdev.aliases().contains(name)) {
        came.countDown();
      }
    });
    if (bdevs.find(name).isEmpty() && !came.await(millis, TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    return bdevs.find(name);
  }

  private JsonNode createFile(Params params) throws RpcError {
    String name = params.requiredText("name");
    String filename = params.requiredText("filename");
    int blockSize = params.number32("block_size", 0);
    UUID uuid = params.uuid("uuid").orElseGet(UUID::randomUUID);
    boolean readOnly = params.flag("readonly").orElse(false);
    boolean fallocate = params.flag("fallocate").orElse(false);
    params.flag("nowait");
    params.end();
    if (bdevs.isTaken(name)) {
      throw RpcError.of(Errno.EEXIST);
    }
    requireFile(Path.of(filename));
    if (blockSize < 512 || Integer.bitCount(blockSize) != 1) {
      throw RpcError.of(Errno.EINVAL);
    }
    FileBdev bdev =
        open(new FileBdev.Options(name, filename, blockSize, uuid, readOnly, fallocate));
    if (!bdevs.register(bdev)) {
      closeQuietly(bdev);
      throw RpcError.of(Errno.EEXIST);
    }
    stores.examine(bdev);
    return TextNode.valueOf(name);
  }

  /**
   * The metadata that is kept beside a disk would be in {@code /dev}, and gone with the next boot.
   */
  private static void requireFile(Path file) throws RpcError {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new RpcError(
          RpcError.of(Errno.EINVAL).code(),
          "%s is no regular file: the embedded target takes files only".formatted(file));
    }
  }

  private static FileBdev open(FileBdev.Options options) throws RpcError {
    try {
      return FileBdev.open(options);
    } catch (NoSuchFileException e) {
      throw RpcError.of(Errno.ENOENT);
    } catch (UnevenSizeException e) {
      throw RpcError.of(Errno.EINVAL);
    } catch (IOException e) {
      throw RpcError.of(Errno.EIO);
    }
  }

  private static void closeQuietly(Bdev bdev) throws RpcError {
    try {
      bdev.close();
    } catch (IOException e) {
      throw RpcError.of(Errno.EIO);
    }
  }

  private JsonNode createMemory(Params params) throws RpcError {
    String name = params.text("name").orElseGet(() -> "Malloc" + unnamed++);
    long blocks = params.requiredNumber("num_blocks");
    int blockSize = (int) params.requiredNumber("block_size");
    UUID uuid = params.uuid("uuid").orElseGet(UUID::randomUUID);
    params.end();
    if (blocks == 0 || blockSize <= 0 || blockSize % 512 != 0) {
      throw RpcError.of(Errno.EINVAL);
    }
    if (blocks > ((long) MEMORY_LIMIT_MIB << 20) / blockSize) {
      throw RpcError.of(Errno.ENOMEM);
    }
    if (!bdevs.register(new MemoryBdev(name, uuid, blockSize, blocks))) {
      throw RpcError.of(Errno.EEXIST);
    }
    return TextNode.valueOf(name);
  }

  private StagedMethod.Work delete(Params params, Class<? extends Bdev> kind) throws RpcError {
    Bdev bdev = find(params, kind);
    return () -> {
      // a real target never answers then
      if (stores.all().stream().anyMatch(s -> s.base().equals(bdev) && holds.isBusy(s))) {
        throw RpcError.of(Errno.EBUSY);
      }
      bdevs.unregister(bdev);
      closeQuietly(bdev);
      return Json.yes();
    };
  }

  private JsonNode rescan(Params params) throws RpcError {
    FileBdev bdev = find(params, FileBdev.class);
    try {
      if (!bdev.rescan()) {
        throw RpcError.of(Errno.EBUSY);
      }
    } catch (IOException e) {
      throw RpcError.of(Errno.EIO);
    }
    return Json.yes();
  }

  private <T extends Bdev> T find(Params params, Class<T> kind) throws RpcError {
    String name = params.requiredText("name");
    params.end();
    return bdevs
        .find(name)
        .filter(kind::isInstance)
        .map(kind::cast)
        .orElseThrow(() -> RpcError.of(Errno.ENODEV));
  }
}
