package dev.liteio.node.nvme;

import dev.liteio.node.KernelCall;
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

/**
 * Lets go of controllers as {@code nvme disconnect} does in the end, by {@code delete_controller}
 * in sysfs, and without what it does before: it opens every NVMe disk of the machine, and waits
 * where somebody syncs one whose target is away, so that the one disk that should go holds up the
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
    String what = "letting go of %s to %s".formatted(seen.name(), seen.endpoint());
    // what is told to the kernel after the caller has given up may hit what came since
    limit.check(what);
    // the write returns when the controller is gone
    var _ =
        KernelCall.answer(
            what, TimeLimit.after(limit.remaining(MOST)), () -> delete(seen), _ -> {});
  }

  /** Whether the kernel was told. */
  private boolean delete(NvmeController seen) throws IOException {
    // What is open stays the attribute of one connection. When that one goes, a write fails, though
    // its name may be another's by then: so it is opened first and looked at after that.
    try (FileChannel attribute = FileChannel.open(attribute(seen), StandardOpenOption.WRITE)) {
      return isStillThere(seen) && attribute.write(ByteBuffer.wrap(new byte[] {'1'})) > 0;
    } catch (NoSuchFileException e) {
      return false; // gone, or the kernel was told before
    } catch (IOException e) {
      if (isStillThere(seen)) {
        throw new IOException("cannot write %s: %s".formatted(attribute(seen), e.getMessage()), e);
      }
      return false;
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
}
