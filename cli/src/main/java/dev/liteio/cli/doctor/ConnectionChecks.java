package dev.liteio.cli.doctor;

import dev.liteio.crd.Attachment;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The NVMe connections of a machine to legs of ours, and who they were made for. */
public final class ConnectionChecks {

  private static final String CHECK = "NVMe connection ";

  private ConnectionChecks() {}

  /** One line for each connection that nobody uses or that does not work; one when all is well. */
  public static List<Diagnosis> of(
      List<NvmeController> connections, Reading<List<Attachment>> attachments) {
    List<NvmeController> ours =
        connections.stream()
            .filter(each -> LegIdentity.ofNqn(each.subsystem()).isPresent())
            .toList();
    if (ours.isEmpty()) {
      return List.of(Diagnosis.good("NVMe connections", "none to volumes of ours"));
    }
    return attachments.fold(
        known -> against(ours, hosts(known)),
        why ->
            List.of(
                Diagnosis.skipped(
                    "NVMe connections",
                    "%d to volumes of ours; whose they are is not known: %s"
                        .formatted(ours.size(), why))));
  }

  /** The host NQNs that somebody uses a volume with. */
  private static Set<String> hosts(List<Attachment> attachments) {
    return attachments.stream()
        .filter(each -> each.getSpec() != null && each.getSpec().hostId() != null)
        .map(each -> nqn(each.getSpec().hostId()))
        .collect(Collectors.toSet());
  }

  private static String nqn(String hostId) {
    try {
      return HostIdentity.parse(hostId).nqn().value();
    } catch (IllegalArgumentException e) {
      return hostId; // an object that makes no sense lets nobody in
    }
  }

  private static List<Diagnosis> against(List<NvmeController> ours, Set<String> hosts) {
    List<Diagnosis> all = new ArrayList<>();
    for (NvmeController each : ours) {
      String seen = "%s to %s".formatted(each.state(), each.endpoint());
      if (!hosts.contains(each.host())) {
        all.add(
            Diagnosis.bad(
                CHECK + each.name(),
                seen + ", and no Attachment is for it",
                "none without an Attachment",
                // nvme disconnect opens all disks, and hangs where one of them does
                "if nothing is mounted from it: echo 1 > /sys/class/nvme/%s/delete_controller"
                    .formatted(each.name())));
      } else if (!each.live()) {
        all.add(
            Diagnosis.warn(
                CHECK + each.name(),
                seen,
                "live",
                "reads and writes wait and go on when the target is back: see its pool"));
      }
    }
    return all.isEmpty()
        ? List.of(
            Diagnosis.good(
                "NVMe connections", "%d to volumes of ours, all in use".formatted(ours.size())))
        : all;
  }
}
