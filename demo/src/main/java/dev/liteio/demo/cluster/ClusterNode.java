package dev.liteio.demo.cluster;

import dev.liteio.demo.guest.CommandResult;
import dev.liteio.demo.guest.Guest;
import dev.liteio.demo.guest.GuestCommand;
import dev.liteio.demo.guest.GuestConfig;
import dev.liteio.demo.guest.GuestException;
import dev.liteio.demo.guest.GuestKernel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A node of a cluster: a guest with containerd and a kubelet. */
public final class ClusterNode implements AutoCloseable {
  private static final int MEMORY_MIB = 3072;
  private static final String SCRIPT = "node.sh";
  private static final Duration PREPARED = Duration.ofMinutes(5);

  private final int index;
  private final String name;
  private final Guest guest;

  private ClusterNode(int index, String name, Guest guest) {
    this.index = index;
    this.name = name;
    this.guest = guest;
  }

  /**
   * Boots the node and starts its kubelet; it becomes Ready some time later.
   *
   * @throws GuestException when it does not boot
   */
  static ClusterNode boot(
      int index, String name, Path folder, ControlPlane control, ClusterTools tools, NodeLink link)
      throws IOException {
    List<String> devices = new ArrayList<>(link.device(index));
    devices.addAll(disk(tools.images()));
    GuestConfig config =
        GuestConfig.of(GuestKernel.locate(System.getenv()), folder)
            .withHostname(name)
            .withMemoryMiB(MEMORY_MIB)
            .withDevices(devices);
    ClusterNode node = new ClusterNode(index, name, Guest.boot(config));
    node.prepare(control, tools);
    return node;
  }

  // what is written goes to a file that nobody else sees and that ends with the guest
  private static List<String> disk(Path images) {
    return List.of(
        "-drive",
        "if=none,id=images,format=raw,snapshot=on,file=" + images,
        "-device",
        "virtio-blk-pci,drive=images");
  }

  private void prepare(ControlPlane control, ClusterTools tools) throws IOException {
    Path shared = guest.config().shared();
    control.kubeconfig(
        shared.resolve("kubeconfig"), "/O=system:nodes/CN=system:node:" + name, Network.HOST);
    Files.copy(control.authority(), shared.resolve("authority.crt"));
    try (InputStream script = ClusterNode.class.getResourceAsStream(SCRIPT)) {
      Files.write(shared.resolve(SCRIPT), Objects.requireNonNull(script).readAllBytes());
    }
    GuestCommand unused = guest.start(command(control.port(), tools));
    guest.await("[ -e /run/node/started -o -e /run/node/failed ]", PREPARED);
    if (guest.attempt("[ -e /run/node/failed ]").exit() == 0) {
      throw new GuestException("node " + name + " did not start: " + unused.stderr());
    }
  }

  private String command(int apiPort, ClusterTools tools) {
    int other = 1 - index;
    return "exec bash %s/%s %s %s %s %s %s %s %d %s %s"
        .formatted(
            Guest.SHARED,
            SCRIPT,
            tools.programs(),
            name,
            Network.node(index),
            Network.pods(index),
            Network.node(other),
            Network.pods(other),
            apiPort,
            Network.API_SERVICE,
            Network.HOST);
  }

  /** The name of its Node object. */
  public String name() {
    return name;
  }

  /** Its address on the network between the nodes. */
  public String address() {
    return Network.node(index);
  }

  /** The machine itself. */
  public Guest guest() {
    return guest;
  }

  /** What is worth knowing of it when something went wrong. */
  CommandResult diagnose() {
    return guest.attempt("bash " + Guest.SHARED + "/" + SCRIPT + " diagnose");
  }

  @Override
  public void close() {
    guest.close();
  }
}
