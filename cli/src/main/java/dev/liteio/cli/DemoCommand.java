package dev.liteio.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.liteio.demo.Demo;
import dev.liteio.demo.DemoHost;
import dev.liteio.demo.DemoOptions;
import dev.liteio.demo.DemoReport;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code liteio demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Tells the story of a volume with real parts on this machine, in about ten seconds:"
            + " create, publish, write over NVMe/TCP, refuse a second host, kill the target under"
            + " writes, verify every acknowledged byte, expand, delete, look for leftovers.")
final class DemoCommand implements Callable<Integer> {

  /** Where it is told, when not in the JVM. */
  static final class Where {
    @Option(
        names = "--vm",
        description =
            "the host is a Linux kernel in a QEMU guest, the volume a mounted ext4 (needs QEMU; ./liteio fetches the kernel once)")
    private boolean vm;

    @Option(
        names = "--cluster",
        description =
            "the volume is a claim of Pods on a Kubernetes cluster of two QEMU guests, the driver installed from its chart"
                + " (minutes; needs root, QEMU and Go, and builds Kubernetes once)")
    private boolean cluster;

    DemoHost host() {
      if (cluster) {
        return DemoHost.CLUSTER;
      }
      return vm ? DemoHost.KERNEL : DemoHost.JVM;
    }
  }

  @ArgGroup private Where where = new Where();

  @Option(
      names = "--keep",
      description =
          "leave everything running before it is deleted; of a cluster, the cluster itself when the story is told. Ctrl-C cleans up")
  private boolean keep;

  @Option(
      names = "--json",
      description = "print one JSON object on standard output, the story on standard error")
  private boolean json;

  @Option(
      names = "--mebibytes",
      paramLabel = "N",
      description = "how much is written and verified (default: 256, with --cluster 64)")
  private @Nullable Integer mebibytes;

  @Override
  public Integer call() throws Exception {
    PrintStream story = json ? System.err : System.out;
    try (Demo demo = new Demo(options(), story)) {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(demo)));
      DemoReport report = demo.run();
      if (json) {
        System.out.println(new ObjectMapper().writeValueAsString(report));
      }
      return report.ok() ? 0 : 1;
    }
  }

  private DemoOptions options() {
    DemoHost host = where.host();
    return new DemoOptions(host, keep, mebibytes == null ? host.usualMebibytes() : mebibytes);
  }

  private static void end(Demo demo) {
    try {
      demo.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // such as a helm that still waits for what is gone
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
