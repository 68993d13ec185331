package dev.liteio.agent.plan;

import dev.liteio.crd.LogicalVolumeReason;
import dev.liteio.crd.LogicalVolumeState;
import dev.liteio.crd.LogicalVolumeStatus;
import java.util.List;

/** What is said about a volume whose target cannot be reached and whose spec asks for something. */
public final class UnreachableReport {

  private UnreachableReport() {}

  /**
   * The status of a volume that nobody can look at.
   *
   * @param processGone whether the process that served it has ended: then nobody is connected, and
   *     that answers the question; else the older answer stands
   */
  public static LogicalVolumeStatus of(DesiredVolume volume, boolean processGone, String trouble) {
    LogicalVolumeStatus before = volume.status();
    Long answered = before == null ? null : before.observedGeneration();
    List<String> hosts = before == null ? null : before.hosts();
    return new LogicalVolumeStatus(
        processGone ? Long.valueOf(volume.generation()) : answered,
        before == null ? null : before.incarnation(),
        LogicalVolumeState.NOT_READY,
        LogicalVolumeReason.TARGET_UNREACHABLE,
        trouble,
        volume.deviceOrNull(),
        before == null ? null : before.sizeBytes(),
        processGone ? List.of() : hosts,
        before == null ? null : before.endpoints(),
        before == null ? null : before.conditions());
  }
}
