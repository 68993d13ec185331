package dev.liteio.e2e.target;

import dev.liteio.demo.guest.CommandResult;
import dev.liteio.demo.guest.Guest;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import java.time.Duration;

/** The Linux kernel of a guest as NVMe/TCP host, driven with nvme-cli and seen through sysfs. */
public record KernelHost(Guest guest) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Heads of multipath disks; the paths below them are hidden disks named nvmeXcYnZ. */
  private static final String UUIDS =
      "/sys/block/nvme[0-9]n*/uuid /sys/block/nvme[0-9][0-9]n*/uuid";

  /** Loads what the host needs. */
  public static KernelHost in(Guest guest) {
    guest.run("modprobe", "nvme-tcp");
    return new KernelHost(guest);
  }

  /** Connects to a target on this machine's loopback; retries every second when it is lost. */
  public void connect(LegIdentity leg, HostIdentity host, int port) {
    tryConnect(leg, host, port).orThrow();
  }

  public CommandResult tryConnect(LegIdentity leg, HostIdentity host, int port) {
    return guest.attempt(
        "nvme connect -t tcp -a %s -s %d -n %s -q %s -I %s -i 2 --keep-alive-tmo=5 --reconnect-delay=1 --ctrl-loss-tmo=600"
            .formatted(Guest.HOST, port, leg.nqn(), host.nqn(), host.hostId()));
  }

  public String discover(HostIdentity host, int port) {
    return guest.sh(
        "nvme discover -t tcp -a %s -s %d -q %s -I %s"
            .formatted(Guest.HOST, port, host.nqn(), host.hostId()));
  }

  /** The disk with the leg's uuid, once the kernel made it. */
  public String disk(LegIdentity leg) {
    guest.await(find(leg), PATIENCE);
    return guest.sh("dirname $(" + find(leg) + ") | sed s,/sys/block,/dev,");
  }

  /** True when no disk has the leg's uuid. */
  public boolean diskIsGone(LegIdentity leg) {
    return !guest.attempt(find(leg)).ok();
  }

  public long size(LegIdentity leg) {
    return Long.parseLong(guest.run("blockdev", "--getsize64", disk(leg)));
  }

  /** State of the leg's controllers, a word each, in the order of their numbers. */
  public String controllerStates(LegIdentity leg) {
    return guest.sh(controllers(leg) + " | while read -r c; do cat $c/state; done | paste -sd' '");
  }

  public void awaitControllerStates(LegIdentity leg, String states) {
    guest.await(
        "[ \"$(%s | while read -r c; do cat $c/state; done | paste -sd' ')\" = '%s' ]"
            .formatted(controllers(leg), states),
        PATIENCE);
  }

  /** ANA state of each path to the leg, a word each, in the order of the controllers' numbers. */
  public void awaitAnaStates(LegIdentity leg, String states) {
    guest.await(
        "[ \"$(%s | while read -r c; do cat $c/nvme*/ana_state; done | paste -sd' ')\" = '%s' ]"
            .formatted(controllers(leg), states),
        PATIENCE);
  }

  public void disconnect(LegIdentity leg) {
    guest.run("nvme", "disconnect", "-n", leg.nqn().value());
  }

  /** Sectors of 512 bytes the disk has written so far, by the kernel's count. */
  public void awaitSectorsWritten(LegIdentity leg, long sectors) {
    String stat = disk(leg).replace("/dev/", "/sys/block/") + "/stat";
    guest.await("[ $(awk '{print $7}' %s) -ge %d ]".formatted(stat, sectors), PATIENCE);
  }

  private static String find(LegIdentity leg) {
    // its exit code is 2 when a pattern matches no file: what was found counts
    return "grep -lsx %s %s | grep .".formatted(leg.uuid(), UUIDS);
  }

  private static String controllers(LegIdentity leg) {
    return "grep -lsx " + leg.nqn() + " /sys/class/nvme/nvme*/subsysnqn | xargs -rn1 dirname";
  }
}
