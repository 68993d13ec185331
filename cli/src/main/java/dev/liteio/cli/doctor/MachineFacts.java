package dev.liteio.cli.doctor;

import dev.liteio.node.sysfs.NvmeController;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was read of a machine.
 *
 * @param hostname as the kernel says
 * @param modules the state of each module that a host needs
 * @param multipath the parameter of nvme_core, when there is one
 * @param programs those that were found of the ones the node plugin runs
 * @param mtus of each network device
 * @param connections all NVMe connections, also those that are not ours
 */
public record MachineFacts(
    String hostname,
    Map<String, KernelModule> modules,
    Optional<String> multipath,
    Set<String> programs,
    RouteTable routes,
    Map<String, Integer> mtus,
    List<NvmeController> connections) {

  public MachineFacts {
    modules = Map.copyOf(modules);
    programs = Set.copyOf(programs);
    mtus = Map.copyOf(mtus);
    connections = List.copyOf(connections);
  }
}
