package dev.liteio.node.nvme;

import dev.liteio.crd.Endpoint;
import dev.liteio.failure.Unavailable;
import dev.liteio.node.KernelCall;
import dev.liteio.node.Poll;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeDisk;
import dev.liteio.node.sysfs.NvmeTree;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a leg's disk be there for one host identity, or be gone: absolute, so it can be repeated.
 */
public final class LegConnection {
  private static final Logger log = LoggerFactory.getLogger(LegConnection.class);

  private final NvmeTree tree;
  private final NvmeCli cli;
  private final Disconnector disconnector;
  private final Path dev;

  /**
   * Works on that machine.
   *
   * @param dev where device nodes are, {@code /dev} on a real machine
   */
  public LegConnection(NvmeTree tree, NvmeCli cli, Disconnector disconnector, Path dev) {
    this.tree = tree;
    this.cli = cli;
    this.disconnector = disconnector;
    this.dev = dev;
  }

  /**
   * The leg's disk, reached as {@code host} and in no other name.
   *
   * <p>Controllers of the subsystem with another host NQN go first: the kernel joins paths by
   * subsystem NQN alone, and what such a one had queued must fail, never be sent later.
   *
   * @throws Unavailable when no path is up or the disk does not appear in time
   */
  public NvmeDisk ensure(
      LegIdentity leg, HostIdentity host, List<Endpoint> endpoints, TimeLimit limit) {
    removeForeign(leg, host, limit);
    ensurePaths(leg, host, endpoints, limit);
    return Poll.until(
        limit,
        () -> "the disk of leg %s; paths now: %s".formatted(leg.uuid(), describe(leg)),
        () -> usableDisk(leg));
  }

  /** Makes the paths that are not there yet; waits for none that is. */
  public void ensurePaths(
      LegIdentity leg, HostIdentity host, List<Endpoint> endpoints, TimeLimit limit) {
    for (Endpoint endpoint : endpoints) {
      ensurePath(leg, host, endpoint, limit);
    }
  }

  /**
   * Lets go of paths to where the leg is not served any more; never of one that is up, and of none
   * while none is: what waits for the last one would fail.
   */
  public void removeStale(LegIdentity leg, List<Endpoint> endpoints, TimeLimit limit) {
    if (isLive(leg)) {
      remove(
          leg,
          each -> !each.live() && endpoints.stream().noneMatch(there -> leadsTo(each, there)),
          limit);
    }
  }

  /** Lets go of everything of that leg, and returns when the kernel has. */
  public void remove(LegIdentity leg, TimeLimit limit) {
    remove(leg, each -> true, limit);
    Poll.untilTrue(
        limit,
        () -> "disk of leg %s to go".formatted(leg.uuid()),
        () -> tree.disk(leg.uuid().toString()).isEmpty());
  }

  /** Lets go of the controllers that were made in another name. */
  public void removeForeign(LegIdentity leg, HostIdentity host, TimeLimit limit) {
    remove(leg, each -> !each.host().equals(host.nqn().value()), limit);
  }

  /** The controllers of that leg. */
  public List<NvmeController> controllers(LegIdentity leg) {
    return tree.controllersOf(leg.nqn().value());
  }

  /** Whether the target answers on any path; without one, I/O waits. */
  public boolean isLive(LegIdentity leg) {
    return controllers(leg).stream().anyMatch(NvmeController::live);
  }

  /** The leg's disk as it is now, connected or not. */
  public Optional<NvmeDisk> disk(LegIdentity leg) {
    return tree.disk(leg.uuid().toString());
  }

  /**
   * Keeps the disk's name its own until it is closed: a name that nobody holds may be another
   * volume's a moment later, and mkfs and mount go by the name.
   *
   * @throws Unavailable when the name is not that leg's any more, or the disk is not opened in time
   */
  public Hold hold(LegIdentity leg, NvmeDisk disk, TimeLimit limit) {
    Path node = node(disk);
    Hold hold =
        KernelCall.answer(
            "opening " + node,
            limit,
            () -> new Hold(node, FileChannel.open(node, StandardOpenOption.READ)),
            Hold::close);
    boolean same = false;
    try {
      same = disk(leg).filter(disk::isSame).isPresent();
    } finally {
      if (!same) {
        hold.close();
      }
    }
    if (!same) {
      throw new Unavailable(
          "%s is not the disk of leg %s any more; repeat the call".formatted(node, leg.uuid()));
    }
    return hold;
  }

  /** The device node of a disk. */
  public Path node(NvmeDisk disk) {
    return dev.resolve(disk.name());
  }

  private void ensurePath(LegIdentity leg, HostIdentity host, Endpoint endpoint, TimeLimit limit) {
    Predicate<NvmeController> same = each -> leadsTo(each, endpoint);
    if (controllers(leg).stream().filter(same).anyMatch(each -> !each.leaving())) {
      return;
    }
    Poll.untilTrue(
        limit,
        () -> "a path of leg %s to %s to go".formatted(leg.uuid(), endpoint),
        () -> controllers(leg).stream().noneMatch(same));
    limit.check("connecting leg " + leg.uuid());
    cli.connect(endpoint, leg.nqn(), host, limit);
  }

  private static boolean leadsTo(NvmeController controller, Endpoint endpoint) {
    return controller.leadsTo(endpoint.address(), endpoint.port());
  }

  private void remove(LegIdentity leg, Predicate<NvmeController> which, TimeLimit limit) {
    disconnect(controllers(leg).stream().filter(which).filter(each -> !each.deleting()), limit);
    Poll.untilTrue(
        limit,
        () -> "controllers of leg %s to go; paths now: %s".formatted(leg.uuid(), describe(leg)),
        () -> controllers(leg).stream().noneMatch(which));
  }

  /** One that the kernel does not let go keeps none of the others. */
  private void disconnect(Stream<NvmeController> all, TimeLimit limit) {
    Optional<Unavailable> failure =
        all.map(each -> disconnect(each, limit))
            .flatMap(Optional::stream)
            .reduce(LegConnection::both);
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private Optional<Unavailable> disconnect(NvmeController each, TimeLimit limit) {
    log.info(
        "controller={} subsystem={} hostnqn={} state={} disconnecting",
        each.name(),
        each.subsystem(),
        each.host(),
        each.state());
    try {
      disconnector.disconnect(each, limit);
      return Optional.empty();
    } catch (Unavailable e) {
      return Optional.of(e);
    }
  }

  private static Unavailable both(Unavailable first, Unavailable second) {
    first.addSuppressed(second);
    return first;
  }

  private Optional<NvmeDisk> usableDisk(LegIdentity leg) {
    if (!isLive(leg)) {
      return Optional.empty();
    }
    return disk(leg).filter(disk -> disk.sizeBytes() > 0 && Files.exists(node(disk)));
  }

  private String describe(LegIdentity leg) {
    return controllers(leg).stream()
        .map(each -> each.name() + " " + each.endpoint() + " " + each.state())
        .toList()
        .toString();
  }
}
