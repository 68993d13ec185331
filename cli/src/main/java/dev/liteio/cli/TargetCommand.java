package dev.liteio.cli;

import dev.liteio.target.EmbeddedTarget;
import dev.liteio.target.EmbeddedTargetConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code liteio target}. */
@Command(
    name = "target",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the embedded NVMe/TCP target, driven over SPDK's JSON-RPC.",
      "For laptops, tests and trying out: it needs no hugepages and no polling core."
    })
final class TargetCommand implements Callable<Integer> {

  @Option(
      names = "--rpc-socket",
      paramLabel = "PATH",
      defaultValue = "/var/tmp/spdk.sock",
      description = "unix socket for JSON-RPC (default: ${DEFAULT-VALUE})")
  private Path rpcSocket = Path.of("/var/tmp/spdk.sock");

  @Override
  public Integer call() throws Exception {
    EmbeddedTarget target = EmbeddedTarget.start(new EmbeddedTargetConfig(rpcSocket));
    // spdk_kill_instance ends the process as a signal does
    Thread.ofPlatform().daemon().name("target-end").start(() -> exitWhenClosed(target));
    UntilTerminated.run(target);
    return 0;
  }

  private static void exitWhenClosed(EmbeddedTarget target) {
    try {
      target.awaitClosed();
      System.exit(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
