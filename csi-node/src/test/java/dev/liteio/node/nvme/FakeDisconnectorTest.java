package dev.liteio.node.nvme;

import dev.liteio.node.CrashPoint;
import dev.liteio.node.FakeKernel;
import dev.liteio.node.sysfs.NvmeController;
import dev.liteio.node.sysfs.NvmeTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The fake that all other tests of the node plugin believe. */
class FakeDisconnectorTest extends DisconnectorContract {
  private @Nullable FakeKernel kernel;

  @Override
  void connect(String subsystem, String host) throws IOException {
    kernel().fabrics().export(subsystem, "5f0c0000-0000-0000-0000-000000000001", 1 << 20);
    kernel().fabrics().connected(subsystem, host, "traddr=10.0.0.7,trsvcid=4420");
  }

  @Override
  void lose(String name) throws IOException {
    NvmeController there = new NvmeTree(root.resolve("sys")).controller(name).orElseThrow();
    kernel().fabrics().disconnect(there);
  }

  @Override
  Disconnector disconnector() {
    return kernel();
  }

  @Override
  boolean wasLetGo() {
    return kernel().fabrics().hosts().isEmpty();
  }

  private FakeKernel kernel() {
    if (kernel == null) {
      try {
        kernel = new FakeKernel(root, new CrashPoint());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return kernel;
  }
}
