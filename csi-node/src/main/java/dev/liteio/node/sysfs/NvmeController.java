package dev.liteio.node.sysfs;

/**
 * A connection of this host to a subsystem, as /sys/class/nvme/nvmeN says.
 *
 * @param name such as {@code nvme0}
 * @param subsystem the NQN of the subsystem
 * @param host the host NQN it was made with
 * @param traddr the address it leads to; {@code ?} = the kernel does not say
 * @param trsvcid the port it leads to; {@code ?} = the kernel does not say
 * @param state such as {@code live}, {@code connecting}, {@code deleting}
 */
public record NvmeController(
    String name, String subsystem, String host, String traddr, String trsvcid, String state) {

  /** Whether it can do I/O now. */
  public boolean live() {
    return state.equals("live");
  }

  /** Whether it is on its way out or will never come back. */
  public boolean leaving() {
    return deleting() || state.equals("dead");
  }

  /** Whether the kernel takes it down: there is nothing left to ask for. */
  public boolean deleting() {
    return state.startsWith("deleting");
  }

  /** Whether that is the same connection, and not one that was given its name since. */
  public boolean isSame(NvmeController other) {
    return name.equals(other.name)
        && subsystem.equals(other.subsystem)
        && host.equals(other.host)
        && traddr.equals(other.traddr)
        && trsvcid.equals(other.trsvcid);
  }

  /** Whether it leads to that address and port. */
  public boolean leadsTo(String address, int port) {
    return traddr.equals(address) && trsvcid.equals(String.valueOf(port));
  }

  /** Where it leads, as {@code tcp://address:port}. */
  public String endpoint() {
    return "tcp://" + traddr + ":" + trsvcid;
  }
}
