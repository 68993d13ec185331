package dev.liteio.agent.link;

import dev.liteio.agent.device.HolderJournal;
import dev.liteio.agent.device.ProcessTable;
import dev.liteio.agent.engine.StoreName;
import dev.liteio.agent.plan.DesiredVolume;
import java.io.IOException;

/**
 * What is known while the target cannot be reached: whether the process that held a volume's device
 * has ended, and with it every connection to that volume.
 */
public final class DepartedTarget {

  private final HolderJournal journal;
  private final ProcessTable processes;

  /** Judges by the journal and the processes of this machine. */
  public DepartedTarget(HolderJournal journal, ProcessTable processes) {
    this.journal = journal;
    this.processes = processes;
  }

  /** Whether it is certain that nobody serves this volume. */
  public boolean isProvenGone(String pool, DesiredVolume volume) {
    String device = volume.deviceOrNull();
    if (device == null) {
      return false;
    }
    try {
      return journal
          .read(StoreName.of(pool, device))
          .filter(record -> record.holder().isProvenGone(processes))
          .isPresent();
    } catch (IOException unknown) {
      return false;
    }
  }
}
