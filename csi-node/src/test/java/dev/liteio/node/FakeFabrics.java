package dev.liteio.node;

import dev.liteio.node.command.CommandResult;
import dev.liteio.node.sysfs.NvmeController;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What targets serve, and what of it is connected: sysfs and device nodes below one directory. */
public final class FakeFabrics {
  /** What a target serves under an NQN. */
  public static final class Export {
    private final String uuid;
    private final Path backing;
    private final Set<String> allowed = new HashSet<>();
    private boolean reachable = true;

    private Export(String uuid, Path backing) {
      this.uuid = uuid;
      this.backing = backing;
    }

    /** The bytes of the leg. */
    public Path backing() {
      return backing;
    }

    /** Lets that host in, or not. */
    public void allow(String hostNqn, boolean yes) {
      if (yes) {
        allowed.add(hostNqn);
      } else {
        allowed.remove(hostNqn);
      }
    }

    /** Whether anything answers at its address. */
    public void reachable(boolean yes) {
      reachable = yes;
    }
  }

  private record Controller(String name, String nqn, String host, String address) {}

  private final MachineFiles files;
  private final Map<String, Export> exports = new HashMap<>();
  private final List<Controller> controllers = new ArrayList<>();
  private final Map<String, Integer> heads = new HashMap<>();

  FakeFabrics(MachineFiles files) {
    this.files = files;
  }

  /** Serves a leg of that size at 10.0.0.7:4420, for nobody yet. */
  public Export export(String nqn, String uuid, long size) throws IOException {
    Path backing = files.at("leg-" + uuid);
    try (var file = new RandomAccessFile(backing.toFile(), "rw")) {
      file.setLength(size);
    }
    var export = new Export(uuid, backing);
    exports.put(nqn, export);
    return export;
  }

  /** The target tells of a new size. */
  public void grow(String nqn, long size) throws IOException {
    Export export = exports.get(nqn);
    try (var file = new RandomAccessFile(export.backing.toFile(), "rw")) {
      file.setLength(size);
    }
    if (heads.containsKey(nqn)) {
      MachineFiles.attribute(headDirectory(nqn).resolve("size"), String.valueOf(size / 512));
    }
  }

  /** All controllers of that subsystem are in that state now. */
  public void state(String nqn, String state) throws IOException {
    for (Controller each : controllers) {
      if (each.nqn.equals(nqn)) {
        MachineFiles.attribute(directory(each).resolve("state"), state);
      }
    }
  }

  /** The host NQNs that have a controller. */
  public List<String> hosts() {
    return controllers.stream().map(Controller::host).toList();
  }

  CommandResult connect(List<String> argv) throws IOException {
    String nqn = FakeKernel.after(argv, "-n");
    String host = FakeKernel.after(argv, "-q");
    String address = address(FakeKernel.after(argv, "-a"), FakeKernel.after(argv, "-s"));
    if (controllers.stream().anyMatch(c -> c.nqn.equals(nqn) && c.address.equals(address))) {
      return new CommandResult(1, "", "already connected\n");
    }
    Export export = exports.get(nqn);
    if (export != null && !export.reachable) {
      return refused("Connection refused");
    }
    if (export == null || !export.allowed.contains(host)) {
      return refused("Input/output error");
    }
    connected(nqn, host, address);
    return FakeKernel.OK;
  }

  private static CommandResult refused(String why) {
    return new CommandResult(
        1,
        "",
        "Failed to write to /dev/nvme-fabrics: %s\ncould not add new controller: failed to write to nvme-fabrics device\n"
            .formatted(why));
  }

  /** A controller appears, and the disk with the first one. */
  public void connected(String nqn, String host, String address) throws IOException {
    var controller = new Controller(freeName(), nqn, host, address);
    controllers.add(controller);
    Path directory = Files.createDirectories(directory(controller));
    MachineFiles.attribute(directory.resolve("subsysnqn"), nqn);
    MachineFiles.attribute(directory.resolve("hostnqn"), host);
    MachineFiles.attribute(directory.resolve("uevent"), uevent(address));
    MachineFiles.attribute(directory.resolve("state"), "live");
    MachineFiles.attribute(directory.resolve("rescan_controller"), "");
    MachineFiles.attribute(
        Files.createDirectories(directory.resolve(controller.name + "c0n1")).resolve("ana_state"),
        "optimized");
    if (!heads.containsKey(nqn)) {
      heads.put(nqn, lowestFree(heads::containsValue));
      head(nqn);
    }
  }

  /** The kernel gives away again what was let go. */
  private String freeName() {
    return "nvme"
        + lowestFree(
            number -> controllers.stream().anyMatch(each -> each.name.equals("nvme" + number)));
  }

  private static int lowestFree(Predicate<Integer> taken) {
    return Stream.iterate(0, number -> number + 1).filter(taken.negate()).findFirst().orElseThrow();
  }

  private static String uevent(String address) {
    return "NVME_TRTYPE=tcp\n"
        + address
            .replace("traddr", "NVME_TRADDR")
            .replace("trsvcid", "NVME_TRSVCID")
            .replace(',', '\n');
  }

  private void head(String nqn) throws IOException {
    Export export = exports.get(nqn);
    Path directory = Files.createDirectories(headDirectory(nqn));
    MachineFiles.attribute(directory.resolve("uuid"), export.uuid);
    MachineFiles.attribute(
        directory.resolve("size"), String.valueOf(Files.size(export.backing) / 512));
    MachineFiles.attribute(directory.resolve("dev"), "259:" + heads.get(nqn));
    MachineFiles.attribute(
        Files.createDirectories(directory.resolve("device")).resolve("subsysnqn"), nqn);
    MachineFiles.attribute(
        Files.createDirectories(files.at("sys/dev/block/259:" + heads.get(nqn))).resolve("dev"),
        "259:" + heads.get(nqn));
    Files.createSymbolicLink(node(nqn), export.backing);
  }

  /** Lets go of a connection; one that is gone, or that has its name since, is let be. */
  public void disconnect(NvmeController seen) throws IOException {
    Optional<Controller> found =
        controllers.stream()
            .filter(c ->
                c.name.equals(seen.name())
                    && c.nqn.equals(seen.subsystem())
                    && c.host.equals(seen.host())
                    && c.address.equals(address(seen.traddr(), seen.trsvcid())))
            .findFirst();
    if (found.isEmpty()) {
      return;
    }
    controllers.remove(found.get());
    MachineFiles.delete(directory(found.get()));
    String nqn = found.get().nqn;
    if (controllers.stream().noneMatch(c -> c.nqn.equals(nqn))) {
      Files.delete(node(nqn));
      MachineFiles.delete(headDirectory(nqn));
      MachineFiles.delete(files.at("sys/dev/block/259:" + heads.get(nqn)));
      heads.remove(nqn);
    }
  }

  private static String address(String traddr, String trsvcid) {
    return "traddr=" + traddr + ",trsvcid=" + trsvcid;
  }

  private Path directory(Controller controller) {
    return files.at("sys/class/nvme").resolve(controller.name);
  }

  private Path headDirectory(String nqn) {
    return files.at("sys/block").resolve(disk(nqn));
  }

  private Path node(String nqn) {
    return files.at("dev").resolve(disk(nqn));
  }

  /** The name of that subsystem's disk. */
  public String disk(String nqn) {
    return "nvme%dn1".formatted(heads.get(nqn));
  }
}
