package dev.liteio.node.nvme;

import dev.liteio.failure.Unavailable;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeTree;
import dev.liteio.rpc.TimeLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets go of controllers as {@code nvme disconnect} does in the end, by {@code delete_controller}
 * in sysfs, and without what it does before: it opens every NVMe disk of the machine, and waits
 * where somebody closes one whose target is away, so that the one disk that should go holds up the
 * command that makes it go.
 */
public final class SysfsDisconnector implements Disconnector {
  private static final Duration MOST = Duration.ofSeconds(30);

  private final Path sys;
  private final NvmeTree tree;

  /** Works on the machine whose sysfs is below {@code sys}, {@code /sys} on a real one. */
  public SysfsDisconnector(Path sys) {
    this.sys = sys;
    this.tree = new NvmeTree(sys);
  }

  @Override
  public void disconnect(NvmeController seen, TimeLimit limit) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    // the write returns when the controller is gone, and neither a signal nor an interrupt ends it
    var _ =
        Thread.ofPlatform()
            .daemon()
            .name("disconnect-" + seen.name())
            .start(() -> {
              try {
                delete(seen);
                done.complete(null);
              } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    await(done, seen, limit.remaining(MOST));
  }

  private void delete(NvmeController seen) throws IOException {
    // What is open stays the attribute of one connection. When that one goes, a write fails, though
    // its name may be another's by then: so it is opened first and looked at after that.
    try (FileChannel attribute = FileChannel.open(attribute(seen), StandardOpenOption.WRITE)) {
      if (isStillThere(seen)) {
        var _ = attribute.write(ByteBuffer.wrap(new byte[] {'1'}));
      }
    } catch (NoSuchFileException e) {
      return; // gone, or the kernel was told before
    } catch (IOException e) {
      if (isStillThere(seen)) {
        throw e;
      }
    }
  }

  private boolean isStillThere(NvmeController seen) {
    return tree.controller(seen.name())
        .filter(now -> now.isSame(seen) && !now.deleting())
        .isPresent();
  }

  private Path attribute(NvmeController controller) {
    return sys.resolve("class/nvme").resolve(controller.name()).resolve("delete_controller");
  }

  private void await(CompletableFuture<Void> done, NvmeController seen, Duration patience) {
    try {
      done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new Unavailable(
          "%s to %s: the kernel has not let go of it in %d ms; it goes on by itself, repeat the call"
              .formatted(seen.name(), seen.endpoint(), patience.toMillis()),
          e);
    } catch (ExecutionException e) {
      throw new Unavailable(
          "%s to %s: cannot write %s (%s); repeat the call"
              .formatted(seen.name(), seen.endpoint(), attribute(seen), e.getCause()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable(
          "%s to %s: interrupted while the kernel lets go of it; repeat the call"
              .formatted(seen.name(), seen.endpoint()),
          e);
    }
  }
}
