package dev.liteio.target.lvs;

import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.Bdevs;
import dev.liteio.target.bdev.Claim;
import dev.liteio.target.bdev.FileBdev;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All stores. One change at a time in each store: what overlaps is refused as busy, where a real
 * target may crash.
 */
public final class Lvstores {

  private static final Logger LOG = LoggerFactory.getLogger(Lvstores.class);

  private final Bdevs bdevs;
  private final List<Lvstore> stores = new ArrayList<>();

  public Lvstores(Bdevs bdevs) {
    this.bdevs = bdevs;
  }

  /** The stores, oldest first. */
  public synchronized List<Lvstore> all() {
    return List.copyOf(stores);
  }

  /** The store of that name. */
  public Optional<Lvstore> byName(String name) {
    return all().stream().filter(store -> store.name().equals(name)).findFirst();
  }

  /** The store of that uuid. */
  public Optional<Lvstore> byUuid(String uuid) {
    return all().stream().filter(store -> store.uuid().toString().equals(uuid)).findFirst();
  }

  /** Makes a store on a device. */
  public Lvstore create(Bdev base, String name, long clusterSize, ClearMethod clear)
      throws LvsException, IOException {
    if (!Lvstore.isName(name) || clusterSize % base.blockSize() != 0 || clusterSize < 4096) {
      throw new LvsException(
          Errno.EINVAL, "name '%s', cluster size %d".formatted(name, clusterSize));
    }
    if (byName(name).isPresent()) {
      throw new LvsException(Errno.EEXIST, name);
    }
    Optional<UUID> label = LvsLabel.read(base);
    if (label.isPresent()) {
      // one that was refused as damaged, for instance: it is not to be lost by a new one
      LOG.error(
          "action=create bdev={} error=\"carries lvstore {}, which is not loaded; wipe it first\"",
          base.name(),
          label.get());
      throw new LvsException(Errno.EPERM, base.name() + " carries lvstore " + label.get());
    }
    if (!base.claim(Claim.READ_MANY_WRITE_ONE)) {
      throw new LvsException(Errno.EPERM, base.name() + " is in use");
    }
    try {
      Lvstore store = Lvstore.create(base, name, clusterSize, clear, metadataOf(base));
      adopt(store);
      return store;
    } catch (LvsException | IOException | RuntimeException e) {
      base.release();
      throw e;
    }
  }

  private static MetadataStore metadataOf(Bdev base) {
    return base instanceof FileBdev file
        ? new MetadataFile(MetadataFile.beside(file.file()))
        : MetadataStore.none();
  }

  private void adopt(Lvstore store) {
    synchronized (this) {
      stores.add(store);
    }
    store
        .base()
        .watch(
            new Bdev.Watcher() {
              @Override
              public void resized() {}

              @Override
              public void removed() {
                unload(store);
              }
            });
  }

  /** Looks for a store on a device that has just come, and brings its volumes back. */
  public void examine(Bdev base) {
    if (!(base instanceof FileBdev file)) {
      return;
    }
    try {
      Optional<UUID> label = LvsLabel.read(base);
      if (label.isPresent()) {
        load(file, label.get());
      }
    } catch (IOException e) {
      LOG.error("action=examine bdev={} error=\"{}\"", base.name(), e.getMessage());
    }
  }

  private void load(FileBdev base, UUID label) throws IOException {
    if (byUuid(label.toString()).isPresent()) {
      LOG.error("action=examine bdev={} lvstore={} error=\"loaded already\"", base.name(), label);
      return;
    }
    Path kept = MetadataFile.beside(base.file());
    if (!Files.exists(kept)) {
      throw new IOException(
          "%s carries the label of lvstore %s, but %s is missing: restore it from a copy"
              .formatted(base.file(), label, kept));
    }
    LvsImage image = LvsCodec.decode(kept.toString(), Files.readAllBytes(kept));
    if (!image.uuid().equals(label)) {
      throw new IOException(
          "%s is about lvstore %s (expected: %s, as the label of %s says)"
              .formatted(kept, image.uuid(), label, base.file()));
    }
    if (image.blockSize() != base.blockSize()) {
      throw new IOException(
          "%s: block size %d (expected: %d, as the lvstore was made)"
              .formatted(base.name(), base.blockSize(), image.blockSize()));
    }
    if (!base.claim(Claim.READ_MANY_WRITE_ONE)) {
      throw new IOException(base.name() + " is in use");
    }
    Lvstore store = Lvstore.load(base, image, new MetadataFile(kept));
    adopt(store);
    store.lvols().forEach(bdevs::register);
    LOG.info("action=load lvstore={} lvols={}", store.name(), store.lvols().size());
  }

  /** Forgets a store and its volumes in memory; what is on disk stays. */
  public void unload(Lvstore store) {
    synchronized (this) {
      stores.remove(store);
    }
    store.lvols().forEach(bdevs::unregister);
    store.base().release();
  }

  /** Deletes a store with all volumes in it. */
  public void delete(Lvstore store) throws IOException {
    unload(store);
    store.forget();
  }
}
