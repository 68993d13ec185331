package dev.liteio.node.sysfs;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A connection of this host to a subsystem, as /sys/class/nvme/nvmeN says.
 *
 * @param name such as {@code nvme0}
 * @param subsystem the NQN of the subsystem
 * @param host the host NQN it was made with
 * @param address such as {@code traddr=10.0.0.7,trsvcid=4420,src_addr=10.0.0.9}
 * @param state such as {@code live}, {@code connecting}, {@code deleting}
 */
public record NvmeController(
    String name, String subsystem, String host, String address, String state) {

  /** Whether it can do I/O now. */
  public boolean live() {
    return state.equals("live");
  }

  /** Whether it is on its way out or will never come back. */
  public boolean leaving() {
    return state.startsWith("deleting") || state.equals("dead");
  }

  /** Whether it leads to that address and port. */
  public boolean leadsTo(String traddr, int trsvcid) {
    Map<String, String> parts = parts();
    return traddr.equals(parts.get("traddr"))
        && String.valueOf(trsvcid).equals(parts.get("trsvcid"));
  }

  /** Where it leads, as {@code tcp://address:port}. */
  public String endpoint() {
    Map<String, String> parts = parts();
    return "tcp://" + parts.getOrDefault("traddr", "?") + ":" + parts.getOrDefault("trsvcid", "?");
  }

  private Map<String, String> parts() {
    return Stream.of(address.split(",", -1))
        .map(part -> part.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, second) -> first));
  }
}
