package dev.liteio.node.nvme;

import dev.liteio.failure.VolumeException;
import dev.liteio.node.KernelCall;
import dev.liteio.rpc.TimeLimit;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A disk that is kept open, so that its name stays its own.
 *
 * @param node its device node
 * @param open what keeps it
 */
public record Hold(Path node, FileChannel open) implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Hold.class);
  private static final Duration MOST = Duration.ofSeconds(5);

  /** Who closes a disk last writes back what is dirty, and waits for its target with it. */
  @Override
  public void close() {
    try {
      var _ = KernelCall.answer("closing " + node, TimeLimit.after(MOST), this::closed, _ -> {});
    } catch (VolumeException e) {
      log.warn("device={} is closed later: {}", node, e.explanation());
    }
  }

  private boolean closed() throws IOException {
    open.close();
    return true;
  }
}
