package dev.liteio.agent.engine;

import dev.liteio.agent.device.DeviceProbe;
import dev.liteio.agent.device.DeviceUse;
import dev.liteio.agent.device.Finding;
import dev.liteio.agent.device.HolderJournal;
import dev.liteio.agent.device.HolderRecord;
import dev.liteio.agent.device.ProcessTable;
import dev.liteio.agent.device.TargetProcess;
import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.bdev.Bdev;
import dev.liteio.spdk.bdev.CreateAio;
import dev.liteio.spdk.jsonrpc.Answers;
import dev.liteio.spdk.jsonrpc.JsonRpcException;
import dev.liteio.spdk.lvol.CreateLvstore;
import dev.liteio.spdk.lvol.Lvstore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes devices into use, one after the other. A device is opened by the target only when it is
 * blank by our own reading or carries our store, when nobody else holds it, and once.
 */
public final class LvsLoader {

  private static final Logger log = LoggerFactory.getLogger(LvsLoader.class);

  private final SpdkTarget target;
  private final TargetProcess process;
  private final ProcessTable processes;
  private final HolderJournal journal;
  private final DeviceProbe probe;
  private final int fileBlockSize;

  /**
   * A loader for one target process.
   *
   * @param target its calls may take as long as clearing a device takes
   * @param fileBlockSize bytes, for regular files
   */
  public LvsLoader(
      SpdkTarget target,
      TargetProcess process,
      ProcessTable processes,
      HolderJournal journal,
      DeviceProbe probe,
      int fileBlockSize) {
    this.target = target;
    this.process = process;
    this.processes = processes;
    this.journal = journal;
    this.probe = probe;
    this.fileBlockSize = fileBlockSize;
  }

  LoadReport load(PoolLayout pool, List<String> paths) {
    List<DeviceContents> problems = new ArrayList<>();
    boolean held = false;
    for (String path : paths) {
      String store = StoreName.of(pool.pool(), path);
      held |= isHeldElsewhere(store);
      try {
        take(pool, path, store);
        log.info("event=device-in-use pool={} device={} store={}", pool.pool(), path, store);
      } catch (DeviceProblem problem) {
        problems.add(problem.asContents(path, store));
        log.warn(
            "event=device-not-in-use pool={} device={} found=\"{}\"",
            pool.pool(),
            path,
            problem.getMessage());
      } catch (IOException e) {
        problems.add(
            DeviceContents.unavailable(path, store, "it cannot be read: " + e.getMessage()));
      } catch (JsonRpcException e) {
        problems.add(DeviceContents.unavailable(path, store, "the target: " + e.getMessage()));
      }
    }
    return new LoadReport(problems, held);
  }

  private void take(PoolLayout pool, String path, String store) throws IOException, DeviceProblem {
    Path device = Path.of(path);
    Finding finding = probe.look(device, store);
    open(path, store, finding);
    settle(pool, device, store, finding);
  }

  /** One at a time: two pools may name one device by two paths. */
  private synchronized void open(String path, String store, Finding finding)
      throws IOException, DeviceProblem {
    Path device = Path.of(path);
    Optional<HolderRecord> record = journal.read(store);
    Optional<Bdev> open = openBase(device, store);
    boolean known = record.isPresent() && finding instanceof Finding.SomeStore;
    if (!known) {
      DeviceProblem.refuseUnlessBlankOrOurs(finding);
    }
    if (open.isEmpty()) {
      refuseWhileHeld(record);
      int blockSize = record.map(HolderRecord::blockSize).orElse(fileBlockSize);
      journal.write(new HolderRecord(path, store, blockSize, process));
      openDevice(device, store, blockSize);
    }
  }

  /** The base bdev of ours that is on this device already; any other on it is a reason to stop. */
  private Optional<Bdev> openBase(Path device, String store) throws IOException, DeviceProblem {
    Optional<Bdev> ours = Optional.empty();
    for (Bdev bdev : Answers.await(target.bdevs().list())) {
      Optional<Path> file = LvsContents.fileOf(bdev);
      if (file.isEmpty() || !isSame(file.get(), device)) {
        continue;
      }
      if (!bdev.name().equals(baseName(store))) {
        throw DeviceProblem.refused(
            "the target has it open already as bdev %s: two on one device destroy what is on it"
                .formatted(bdev.name()));
      }
      ours = Optional.of(bdev);
    }
    return ours;
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return one.equals(other) || DeviceUse.identity(one).equals(DeviceUse.identity(other));
    } catch (IOException gone) {
      return false;
    }
  }

  /**
   * Whether another process may have the device of this store open, and hosts connected. Whether
   * the device can be found at its path says nothing about that.
   */
  boolean isHeldElsewhere(String store) {
    try {
      return journal.read(store).map(HolderRecord::holder).filter(this::mayHoldOn).isPresent();
    } catch (IOException unknown) {
      return true;
    }
  }

  private void refuseWhileHeld(Optional<HolderRecord> record) throws DeviceProblem {
    Optional<TargetProcess> holder = record.map(HolderRecord::holder).filter(this::mayHoldOn);
    if (holder.isPresent()) {
      throw DeviceProblem.unavailable(
          "process %d (socket %s) still holds it: end that process first"
              .formatted(holder.get().pid(), holder.get().socket()));
    }
  }

  private boolean mayHoldOn(TargetProcess holder) {
    // one socket has one process: whoever answers there now has outlived the holder
    boolean replaced = !holder.verified() && holder.socket().equals(process.socket());
    return !holder.equals(process) && !holder.isProvenGone(processes) && !replaced;
  }

  private void openDevice(Path device, String store, int blockSize) {
    String base = baseName(store);
    String uuid = UUID.nameUUIDFromBytes(store.getBytes(StandardCharsets.UTF_8)).toString();
    boolean file = DeviceProbe.isFile(device);
    CreateAio request =
        new CreateAio(
            base, device.toString(), file ? blockSize : null, uuid, null, file ? true : null);
    Answers.await(target.lvols().alone(store, () -> target.bdevs().createAio(request)));
  }

  private void settle(PoolLayout pool, Path device, String store, Finding finding)
      throws DeviceProblem {
    Answers.await(target.bdevs().waitForExamine());
    String base = baseName(store);
    Optional<Lvstore> loaded =
        Answers.await(target.lvols().stores()).stream()
            .filter(one -> one.baseBdev().equals(base))
            .findFirst();
    if (loaded.isPresent()) {
      checkLoaded(loaded.get(), store);
    } else if (finding instanceof Finding.Blank blank) {
      createStore(pool, device, store, blank);
    } else {
      letGo(store);
      throw DeviceProblem.unavailable(
          "it carries a store that the target did not load: look at the target's log; nothing is created over it");
    }
  }

  private void checkLoaded(Lvstore loaded, String store) throws DeviceProblem {
    if (!loaded.name().equals(store)) {
      letGo(store);
      throw DeviceProblem.refused(
          "it carries store %s (expected: %s, or a blank device)".formatted(loaded.name(), store));
    }
    Bdev base =
        Answers.await(target.bdevs().find(loaded.baseBdev()))
            .orElseThrow(() -> DeviceProblem.unavailable("it vanished while it was loaded"));
    if (base.blockSize() != loaded.blockSize()) {
      letGo(store);
      throw DeviceProblem.refused(
          "it has blocks of %d bytes (expected: %d, as when its store was made)"
              .formatted(base.blockSize(), loaded.blockSize()));
    }
  }

  private void createStore(PoolLayout pool, Path device, String store, Finding.Blank blank)
      throws DeviceProblem {
    Bdev base =
        Answers.await(target.bdevs().find(baseName(store)))
            .orElseThrow(() -> DeviceProblem.unavailable("it vanished while it was opened"));
    // what our look did not sample is cleared now: a thick volume is never written before it is
    // read
    Answers.await(
        target
            .lvols()
            .createStore(
                new CreateLvstore(
                    base.name(),
                    store,
                    pool.clusterBytes(),
                    LvsEngine.clearMethodOn(base),
                    MetadataRatio.of(blank.sizeBytes(), pool.clusterBytes()))));
    log.info("event=store-made pool={} device={} store={}", pool.pool(), device, store);
  }

  private void letGo(String store) {
    Answers.await(target.lvols().alone(store, () -> target.bdevs().deleteAio(baseName(store))));
  }

  static String baseName(String store) {
    return store + "-base";
  }
}
