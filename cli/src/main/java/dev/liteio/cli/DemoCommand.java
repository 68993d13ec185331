package dev.liteio.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.liteio.demo.Demo;
import dev.liteio.demo.DemoOptions;
import dev.liteio.demo.DemoReport;
import java.io.PrintStream;
import java.util.concurrent.Callable;
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

  @Option(
      names = "--vm",
      description =
          "the host is a Linux kernel in a QEMU guest, the volume a mounted ext4 (needs QEMU; ./liteio fetches the kernel once)")
  private boolean vm;

  @Option(
      names = "--keep",
      description = "leave everything running before it is deleted; Ctrl-C cleans up")
  private boolean keep;

  @Option(
      names = "--json",
      description = "print one JSON object on standard output, the story on standard error")
  private boolean json;

  @Option(
      names = "--mebibytes",
      paramLabel = "N",
      description = "how much is written and verified (default: 256)")
  private int mebibytes = DemoOptions.DEFAULT_MEBIBYTES;

  @Override
  public Integer call() throws Exception {
    PrintStream story = json ? System.err : System.out;
    Demo demo = new Demo(new DemoOptions(vm, keep, mebibytes), story);
    Thread cleaner = Thread.ofPlatform().unstarted(() -> end(demo));
    Runtime.getRuntime().addShutdownHook(cleaner);
    DemoReport report = demo.run();
    if (json) {
      System.out.println(new ObjectMapper().writeValueAsString(report));
    }
    return report.ok() ? 0 : 1;
  }

  private static void end(Demo demo) {
    try {
      demo.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
