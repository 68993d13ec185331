package dev.liteio.cli.doctor;

import dev.liteio.cli.report.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a machine needs to use volumes: decides from what was read, reads nothing. */
public final class MachineChecks {

  private static final int USUAL_MTU = 1500;

  private final MachineFacts facts;
  private final boolean inPod;

  /**
   * For that machine.
   *
   * @param inPod whether its programs are those of the node plugin's image
   */
  public MachineChecks(MachineFacts facts, boolean inPod) {
    this.facts = facts;
    this.inPod = inPod;
  }

  /** All of them; the ways to {@code addresses}, where targets listen, among them. */
  public List<Diagnosis> all(Reading<? extends Iterable<String>> addresses) {
    List<Diagnosis> all = new ArrayList<>();
    all.add(module("nvme_tcp"));
    all.add(module("nvme_fabrics"));
    all.add(multipath());
    all.add(programs());
    all.addAll(
        addresses.fold(this::ways, why -> List.of(Diagnosis.skipped("ways to the targets", why))));
    return all;
  }

  private Diagnosis module(String name) {
    String check = "kernel module " + name;
    return switch (facts.modules().getOrDefault(name, KernelModule.UNKNOWN)) {
      case LOADED -> Diagnosis.good(check, "loaded");
      case BUILT_IN -> Diagnosis.good(check, "built in");
      case LOADABLE -> Diagnosis.good(check, "not loaded yet, loadable");
      case MISSING ->
          Diagnosis.bad(
              check,
              "the kernel that runs has none",
              "loaded or loadable",
              "install the kernel's modules (Ubuntu: linux-modules-extra-$(uname -r)), or boot the kernel whose modules are there");
      case UNKNOWN ->
          Diagnosis.warn(
              check,
              "not loaded, and /lib/modules of the running kernel cannot be read",
              "loaded or loadable",
              "modprobe " + name.replace('_', '-'));
    };
  }

  private Diagnosis multipath() {
    String check = "kernel parameter nvme_core.multipath";
    if (facts.multipath().isPresent()) {
      return facts.multipath().get().equals("Y")
          ? Diagnosis.good(check, "Y")
          : Diagnosis.bad(
              check,
              facts.multipath().get(),
              "Y",
              "boot with nvme_core.multipath=Y: without it a volume cannot move and a lost path is a lost disk");
    }
    return switch (facts.modules().getOrDefault("nvme_core", KernelModule.UNKNOWN)) {
      case LOADED, BUILT_IN ->
          Diagnosis.bad(
              check,
              "there is none",
              "Y",
              "use a kernel that was built with CONFIG_NVME_MULTIPATH, as every distribution's is");
      case LOADABLE, MISSING, UNKNOWN ->
          Diagnosis.skipped(check, "nvme_core is not loaded; known when it is");
    };
  }

  private Diagnosis programs() {
    String check = "programs of the node plugin";
    TreeSet<String> missing = new TreeSet<>(Programs.USED.keySet());
    missing.removeAll(facts.programs());
    if (missing.isEmpty()) {
      return Diagnosis.good(check, String.join(", ", Programs.USED.keySet()));
    }
    String packages =
        missing.stream().map(Programs.USED::get).distinct().collect(Collectors.joining(" "));
    return new Diagnosis(
        inPod ? Health.BAD : Health.WARN,
        check,
        "missing: " + String.join(", ", missing),
        "all on the search path",
        inPod
            ? "build the image anew (scripts/image-tree.sh)"
            : "only for `liteio node` outside of its image: apt-get install " + packages);
  }

  private List<Diagnosis> ways(Iterable<String> addresses) {
    TreeSet<String> sorted = new TreeSet<>();
    addresses.forEach(sorted::add);
    return sorted.stream().map(this::way).toList();
  }

  private Diagnosis way(String address) {
    String check = "way to the target at " + address;
    String device = facts.routes().deviceTo(address).orElse("");
    if (device.isEmpty()) {
      return Diagnosis.bad(
          check,
          "no route",
          "a route",
          "see `ip route get %s`; targets listen on their node's own address".formatted(address));
    }
    Map<String, Integer> mtus = facts.mtus();
    Integer mtu = mtus.get(device);
    if (mtu == null) {
      return Diagnosis.skipped(check, "by %s, whose MTU cannot be read".formatted(device));
    }
    String seen = "by %s, MTU %d".formatted(device, mtu);
    String usual = facts.routes().defaultDevice().orElse(device);
    int expected = mtus.getOrDefault(usual, mtu);
    if (mtu < USUAL_MTU) {
      return Diagnosis.warn(
          check,
          seen,
          "at least " + USUAL_MTU,
          "a small MTU costs throughput: raise it on both ends");
    }
    return mtu == expected || device.equals("lo")
        ? Diagnosis.good(check, seen)
        : Diagnosis.warn(
            check,
            seen,
            "%d, as the default route's %s has".formatted(expected, usual),
            "no error if it is a storage network: see that both ends and the switches agree (ping -M do -s %d %s)"
                .formatted(mtu - 28, address));
  }
}
