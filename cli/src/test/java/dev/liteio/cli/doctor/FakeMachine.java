package dev.liteio.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a machine, laid out in a folder. */
final class FakeMachine {

  private static final String RELEASE = "6.1.0-99-amd64";

  private final Path root;

  FakeMachine(Path root) throws IOException {
    this.root = root;
    file("proc/sys/kernel/osrelease", RELEASE + "\n");
    file("proc/sys/kernel/hostname", "n2\n");
  }

  /** A machine on which all is well: two network devices, no connection. */
  static FakeMachine well(Path root) throws IOException {
    return new FakeMachine(root)
        .loaded("nvme_tcp", "nvme_fabrics", "nvme_core")
        .file("sys/module/nvme_core/parameters/multipath", "Y\n")
        .device("eth0", 1500)
        .device("stor0", 9000)
        .routes(
            "eth0 00000000 0100000A 0003 0 0 100 00000000 0 0 0",
            "eth0 0000000A 00000000 0001 0 0 100 00FFFFFF 0 0 0",
            "stor0 0000A8C0 00000000 0001 0 0 100 0000FFFF 0 0 0")
        .programs(Programs.USED.keySet().toArray(String[]::new));
  }

  FakeMachine file(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  FakeMachine loaded(String... modules) throws IOException {
    return file(
        "proc/modules", String.join(" 45056 0 - Live 0x0\n", modules) + " 1 0 - Live 0x0\n");
  }

  FakeMachine modules(String list, String... lines) throws IOException {
    return file("lib/modules/" + RELEASE + "/" + list, String.join("\n", lines) + "\n");
  }

  FakeMachine device(String name, int mtu) throws IOException {
    return file("sys/class/net/" + name + "/mtu", mtu + "\n");
  }

  FakeMachine routes(String... lines) throws IOException {
    return file(
        "proc/net/route",
        "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"
            + String.join("\n", lines)
            + "\n");
  }

  FakeMachine routes6(String... lines) throws IOException {
    return file("proc/net/ipv6_route", String.join("\n", lines) + "\n");
  }

  FakeMachine programs(String... names) throws IOException {
    for (String name : names) {
      file("usr/sbin/" + name, "");
      if (!root.resolve("usr/sbin").resolve(name).toFile().setExecutable(true)) {
        throw new IOException(name);
      }
    }
    return this;
  }

  FakeMachine connection(String name, String subsystem, String host, String state)
      throws IOException {
    String folder = "sys/class/nvme/" + name + "/";
    return file(folder + "subsysnqn", subsystem + "\n")
        .file(folder + "hostnqn", host + "\n")
        .file(folder + "state", state + "\n")
        .file(folder + "uevent", "NVME_TRTYPE=tcp\nNVME_TRADDR=10.0.0.7\nNVME_TRSVCID=4420\n");
  }

  MachineFacts read() {
    return new MachineReader(root, List.of(root.resolve("usr/sbin"))).read();
  }
}
