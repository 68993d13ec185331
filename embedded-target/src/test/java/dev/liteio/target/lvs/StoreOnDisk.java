package dev.liteio.target.lvs;

import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.bdev.FileBdev;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.UUID;

/** A store on a file, reloaded as after a kill: nothing is told to anybody before. */
final class StoreOnDisk implements AutoCloseable {

  static final int CLUSTER = 64 << 10;
  static final int BLOCK = 512;

  private final Path file;
  private FileBdev base;
  Bdevs bdevs;
  Lvstores stores;
  Lvols lvols;

  StoreOnDisk(Path file, long size) throws IOException {
    this.file = file;
    resize(size);
    open();
  }

  void resize(long size) throws IOException {
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.setLength(size);
    }
  }

  private void open() throws IOException {
    bdevs = new Bdevs();
    stores = new Lvstores(bdevs);
    lvols = new Lvols(bdevs);
    base =
        FileBdev.open(
            new FileBdev.Options("base", file.toString(), BLOCK, UUID.randomUUID(), false, false));
    bdevs.register(base);
    stores.examine(base);
  }

  FileBdev base() {
    return base;
  }

  Lvstore create() throws LvsException, IOException {
    return stores.create(base, "store", CLUSTER, ClearMethod.NONE);
  }

  Lvstore store() {
    return stores.byName("store").orElseThrow();
  }

  Lvol lvol(String name) {
    return store().find(name).orElseThrow();
  }

  /** As if the process had been killed and started again. */
  void reload() throws IOException {
    base.close();
    open();
  }

  @Override
  public void close() throws IOException {
    base.close();
  }
}
