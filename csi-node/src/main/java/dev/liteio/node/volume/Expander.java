package dev.liteio.node.volume;

import dev.liteio.failure.OutOfRange;
import dev.liteio.node.Poll;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeDisk;
import dev.liteio.rpc.TimeLimit;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** NodeExpandVolume: sees the larger disk and grows the file system to it, while it is in use. */
public final class Expander {
  private static final Logger log = LoggerFactory.getLogger(Expander.class);

  private final Machine machine;
  private final StagedVolumes staged;
  private final Preparation preparation;

  /** Expands with these parts. */
  public Expander(Machine machine, StagedVolumes staged, Preparation preparation) {
    this.machine = machine;
    this.staged = staged;
    this.preparation = preparation;
  }

  /**
   * Grows to what the disk has, which has to be {@code required} at least.
   *
   * @param required 0 = whatever the disk has
   * @param most 0 = no limit
   * @return the size it has now, in bytes
   * @throws OutOfRange when the disk is larger than {@code most}
   */
  public long expand(String id, String path, long required, long most, TimeLimit limit) {
    Place place = Place.of(machine, staged, id, path);
    NvmeDisk disk = grown(place, required, limit);
    if (most > 0 && disk.sizeBytes() > most) {
      throw new OutOfRange(
          "%s: its disk has %d bytes (limit: %d); a volume never shrinks"
              .formatted(id, disk.sizeBytes(), most));
    }
    if (!place.volume().use().isBlock()) {
      preparation.ensureGrown(place.volume(), disk, limit);
    }
    return disk.sizeBytes();
  }

  /**
   * The target tells of a new size by itself (an asynchronous event); the kernel is nudged once.
   */
  private NvmeDisk grown(Place place, long required, TimeLimit limit) {
    if (place.disk().sizeBytes() >= required) {
      return place.disk();
    }
    machine.connection().controllers(place.volume().leg()).forEach(this::rescan);
    return Poll.until(
        limit,
        () ->
            "%s to have %d bytes; it has %s"
                .formatted(place.disk().name(), required, size(place).orElse(0L)),
        () -> disk(place).filter(each -> each.sizeBytes() >= required));
  }

  private Optional<NvmeDisk> disk(Place place) {
    return machine.connection().disk(place.volume().leg());
  }

  private Optional<Long> size(Place place) {
    return disk(place).map(NvmeDisk::sizeBytes);
  }

  private void rescan(NvmeController controller) {
    try {
      machine.tree().rescan(controller.name());
    } catch (IOException e) {
      log.warn("controller={} rescan failed: {}", controller.name(), e.getMessage());
    }
  }
}
