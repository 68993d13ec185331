package dev.liteio.node.volume;

import dev.liteio.crd.Volume;
import dev.liteio.crd.VolumeParameter;
import dev.liteio.failure.AlreadyExists;
import dev.liteio.failure.CapacityExhausted;
import dev.liteio.failure.DeadlineExpired;
import dev.liteio.failure.NotFound;
import dev.liteio.failure.OperationPending;
import dev.liteio.failure.Unavailable;
import dev.liteio.failure.VolumeException;
import dev.liteio.node.cluster.Cluster;
import dev.liteio.node.filesystem.FilesystemType;
import dev.liteio.node.sysfs.NvmeDisk;
import dev.liteio.rpc.TimeLimit;
import dev.liteio.volume.PublishContext;
import java.util.Map;
import java.util.Optional;

/** NodeStageVolume: makes a volume usable on this node, once for all its users here. */
public final class Stager {
  private final Cluster cluster;
  private final Grants grants;
  private final StagedVolumes staged;
  private final Preparation preparation;
  private final Unstager unstager;
  private final AttachmentReport report;

  /** Stages with these parts. */
  public Stager(
      Cluster cluster,
      Grants grants,
      StagedVolumes staged,
      Preparation preparation,
      Unstager unstager,
      AttachmentReport report) {
    this.cluster = cluster;
    this.grants = grants;
    this.staged = staged;
    this.preparation = preparation;
    this.unstager = unstager;
    this.report = report;
  }

  /**
   * What is asked.
   *
   * @param volume the volume id
   * @param context what ControllerPublishVolume answered
   * @param stagingPath where
   * @param use as what
   */
  public record Request(String volume, PublishContext context, String stagingPath, Use use) {
    Request with(Use other) {
      return new Request(volume, context, stagingPath, other);
    }
  }

  /**
   * Returns when the volume is staged.
   *
   * @throws AlreadyExists when it is staged otherwise
   */
  public void stage(Request asked, TimeLimit limit) {
    Volume spec =
        cluster
            .volume(asked.volume())
            .orElseThrow(() -> new NotFound(asked.volume() + ": no such volume"));
    Request request = asked.with(asked.use().orElse(ownFilesystem(spec)));
    Grants.Grant grant = grants.demand(request.volume(), request.context());
    StagedVolume volume = begun(request, grant, limit);
    try {
      NvmeDisk disk = preparation.ensure(volume, grant, limit);
      report.staged(volume, disk, grant.generation());
    } catch (VolumeException e) {
      throw undone(volume, e, limit);
    }
  }

  private static String ownFilesystem(Volume volume) {
    String asked = volume.getSpec().parametersOrEmpty().getOrDefault(VolumeParameter.FS_TYPE, "");
    return FilesystemType.parse(asked).word();
  }

  /** What was begun before and fits, or a new beginning. */
  private StagedVolume begun(Request request, Grants.Grant grant, TimeLimit limit) {
    Optional<StagedVolume> before = staged.find(request.volume());
    if (before.isPresent() && before.get().isFor(request.context())) {
      demandSame(before.get(), request, readOnly(request, grant));
      return before.get();
    }
    // what was staged for an Attachment that was revoked meanwhile: its writes must fail, not land
    before.ifPresent(old -> unstager.release(old, limit));
    var volume =
        new StagedVolume(
            request.volume(),
            request.context().attachment(),
            request.context().attachmentUid(),
            request.context().host().hostId(),
            grant.leg().uuid().toString(),
            request.stagingPath(),
            request.use(),
            readOnly(request, grant),
            Map.of());
    staged.write(volume);
    return volume;
  }

  private static boolean readOnly(Request request, Grants.Grant grant) {
    return grant.readOnly() || request.use().mode().readOnly();
  }

  private static void demandSame(StagedVolume before, Request request, boolean readOnly) {
    if (before.readOnly() != readOnly
        || !before.stagingPath().equals(request.stagingPath())
        || !before.use().sameAs(request.use())) {
      throw new AlreadyExists(
          "%s: staged at %s as %s (asked for: %s as %s); unstage it first"
              .formatted(
                  request.volume(),
                  before.stagingPath(),
                  before.use(),
                  request.stagingPath(),
                  request.use()));
    }
  }

  /** A final answer says that nothing is left behind, so nothing is: or the answer is not final. */
  private VolumeException undone(StagedVolume volume, VolumeException failure, TimeLimit limit) {
    return switch (failure) {
      case Unavailable _, OperationPending _, DeadlineExpired _, CapacityExhausted _ -> failure;
      default -> {
        if (!volume.targets().isEmpty()) {
          yield failure;
        }
        try {
          unstager.release(volume, limit);
          yield failure;
        } catch (VolumeException e) {
          yield new Unavailable(failure.explanation() + "; undoing: " + e.explanation(), failure);
        }
      }
    };
  }
}
