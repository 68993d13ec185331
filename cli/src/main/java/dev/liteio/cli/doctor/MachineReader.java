package dev.liteio.cli.doctor;

import dev.liteio.node.sysfs.NvmeTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the machine. Nothing is started and no device is touched, so nothing here hangs with a dead
 * target.
 *
 * @param root {@code /} on a real machine
 * @param folders where programs are looked for
 */
public record MachineReader(Path root, List<Path> folders) {

  private static final List<String> MODULES = List.of("nvme_tcp", "nvme_fabrics", "nvme_core");

  /** This machine, with the programs of its search path and of the folders root's would have. */
  public static MachineReader thisMachine(String searchPath) {
    List<Path> folders =
        Stream.concat(
                Stream.of(searchPath.split(":", -1)),
                Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"))
            .filter(folder -> !folder.isBlank())
            .distinct()
            .map(Path::of)
            .toList();
    return new MachineReader(Path.of("/"), folders);
  }

  /** All that is looked at. */
  public MachineFacts read() {
    KernelModules modules = new KernelModules(root);
    return new MachineFacts(
        first("proc/sys/kernel/hostname").orElse("?"),
        MODULES.stream().collect(Collectors.toMap(Function.identity(), modules::state)),
        first("sys/module/nvme_core/parameters/multipath"),
        Programs.USED.keySet().stream().filter(this::isThere).collect(Collectors.toSet()),
        RouteTable.parse(lines("proc/net/route"), lines("proc/net/ipv6_route")),
        mtus(),
        new NvmeTree(root.resolve("sys")).controllers());
  }

  private boolean isThere(String program) {
    return folders.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
  }

  private Map<String, Integer> mtus() {
    Map<String, Integer> mtus = new HashMap<>();
    for (String device : devices()) {
      first("sys/class/net/" + device + "/mtu")
          .filter(text -> text.matches("\\d{1,9}"))
          .ifPresent(text -> mtus.put(device, Integer.valueOf(text)));
    }
    return mtus;
  }

  private Set<String> devices() {
    try (Stream<Path> devices = Files.list(root.resolve("sys/class/net"))) {
      return devices
          .map(device -> String.valueOf(device.getFileName()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      return Set.of();
    }
  }

  private Optional<String> first(String file) {
    return lines(file).stream().findFirst().map(String::strip);
  }

  private List<String> lines(String file) {
    try {
      return Files.readString(root.resolve(file), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
