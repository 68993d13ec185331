package dev.liteio.demo.cluster;

import dev.liteio.demo.guest.CommandResult;
import dev.liteio.demo.guest.Guest;
import dev.liteio.demo.guest.GuestCommand;
import dev.liteio.demo.guest.GuestConfig;
import dev.liteio.demo.guest.GuestException;
import dev.liteio.demo.guest.GuestKernel;
import dev.liteio.demo.guest.Relays;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A node of a cluster: a guest with containerd and a kubelet. One whose kernel breaks is booted
 * again by itself, as a machine with a watchdog is: emulated processors trip now and then, see
 * {@link Guest#TRIES}, and so may its kernel where connections break.
 */
public final class ClusterNode implements AutoCloseable {
  private static final int MEMORY_MIB = 3072;
  private static final String SCRIPT = "node.sh";
  private static final Duration PREPARED = Duration.ofMinutes(5);

  private final int index;
  private final String name;
  private final ControlPlane control;
  private final ClusterTools tools;
  private final ReentrantLock power = new ReentrantLock();
  private volatile Guest guest;
  private volatile boolean closing;
  private boolean off;
  private int boots = 1;

  private ClusterNode(
      int index, String name, ControlPlane control, ClusterTools tools, Guest guest) {
    this.index = index;
    this.name = name;
    this.control = control;
    this.tools = tools;
    this.guest = guest;
  }

  /** Boots the node and returns at once; it needs {@link #join} then. */
  static ClusterNode launch(
      int index, String name, Path folder, ControlPlane control, ClusterTools tools, NodeLink link)
      throws IOException {
    List<String> devices = new ArrayList<>(link.device(index));
    devices.addAll(disk(NodeDisk.over(tools.images(), folder)));
    GuestConfig config =
        GuestConfig.of(GuestKernel.locate(System.getenv()), folder)
            .withHostname(name)
            .withMemoryMiB(MEMORY_MIB)
            .withDevices(devices);
    return new ClusterNode(index, name, control, tools, Guest.launch(config));
  }

  /**
   * Waits until it has booted and starts its kubelet; it becomes Ready some time later.
   *
   * @throws GuestException when it does not boot
   */
  void join() throws IOException {
    bootAndPrepare();
    Guest running = guest;
    running.onBreak(() -> Thread.ofVirtual().start(() -> recover(running)));
  }

  private void bootAndPrepare() throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        guest.awaitReady();
        prepare();
        return;
      } catch (GuestException e) {
        if (tries == Guest.TRIES || closing || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        guest.close();
        guest = Guest.launch(guest.config());
      }
    }
  }

  private static List<String> disk(Path disk) {
    return List.of(
        "-drive",
        // what the guest flushed has to outlive the guest, not this machine
        "if=none,id=disk,format=qcow2,cache=unsafe,file=" + disk,
        "-device",
        "virtio-blk-pci,drive=disk");
  }

  private void prepare() throws IOException {
    Path shared = guest.config().shared();
    control.kubeconfig(
        shared.resolve("kubeconfig"), "/O=system:nodes/CN=system:node:" + name, Network.HOST);
    Files.copy(control.authority(), shared.resolve("authority.crt"));
    try (InputStream script = ClusterNode.class.getResourceAsStream(SCRIPT)) {
      Files.write(shared.resolve(SCRIPT), Objects.requireNonNull(script).readAllBytes());
    }
    Relays.Relay kubelet = guest.open();
    control.kubeletAt(address(), kubelet.hostPort());
    GuestCommand unused = guest.start(command(kubelet.guestPort()));
    guest.await("[ -e /run/node/started -o -e /run/node/failed ]", PREPARED);
    if (guest.attempt("[ -e /run/node/failed ]").exit() == 0) {
      throw new GuestException("node " + name + " did not start: " + unused.stderr());
    }
  }

  private String command(int kubeletPort) {
    int other = 1 - index;
    return "exec bash %s/%s %s %s %s %s %s %s %d %s %s %d"
        .formatted(
            Guest.SHARED,
            SCRIPT,
            tools.programs(),
            name,
            Network.node(index),
            Network.pods(index),
            Network.node(other),
            Network.pods(other),
            control.port(),
            Network.API_SERVICE,
            Network.HOST,
            kubeletPort);
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

  /**
   * Takes the power away; nothing of it runs when this returns. Its disk stays, with what was
   * written to it.
   */
  public void powerOff() {
    power.lock();
    try {
      off = true;
      guest.close();
    } finally {
      power.unlock();
    }
  }

  /** Boots it again after {@link #powerOff}; it becomes Ready some time later. */
  public void powerOn() {
    power.lock();
    try {
      off = false;
      bootAgain();
    } finally {
      power.unlock();
    }
  }

  /**
   * Its kernel panics. It boots again by itself, but not before the question is answered, which is
   * asked when nothing of it runs any more.
   *
   * @param whileDown for instance what its Pods have said until then
   */
  public <T> T breakKernel(Supplier<T> whileDown) {
    power.lock();
    try {
      guest.breakKernel();
      return whileDown.get();
    } finally {
      power.unlock();
    }
  }

  private void bootAgain() {
    GuestConfig config = guest.config();
    try {
      keepLogs(config);
      guest = Guest.launch(config);
      join();
    } catch (IOException e) {
      throw new ClusterException("node %s did not start: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void keepLogs(GuestConfig config) throws IOException {
    int boot = boots++;
    Files.move(config.shared(), config.folder().resolve("shared-" + boot));
    Files.move(config.console(), config.folder().resolve("console-" + boot + ".log"));
  }

  // not one that somebody switched off, or on again, since
  private void recover(Guest broken) {
    power.lock();
    try {
      if (!closing && !off && guest == broken) {
        System.err.printf("node %s broke, see its console; it is booted again%n", name);
        bootAgain();
      }
    } finally {
      power.unlock();
    }
  }

  /** Cuts it off from the API server, but not from the other node, its targets and its hosts. */
  public void leaveApi() {
    guest.sh("ip link set eth0 down");
  }

  /** Ends {@link #leaveApi}. */
  public void returnToApi() {
    guest.sh(
        "ip link set eth0 up && ip route replace default via %s dev eth0".formatted(Network.HOST));
  }

  /** What is worth knowing of it when something went wrong. */
  CommandResult diagnose() {
    return guest.attempt("bash " + Guest.SHARED + "/" + SCRIPT + " diagnose");
  }

  @Override
  public void close() {
    closing = true;
    guest.close();
  }
}
