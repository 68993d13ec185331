package dev.liteio.demo.guest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to boot one guest.
 *
 * @param kernel what it boots
 * @param folder where its console log and its shared folder are kept; made when missing
 * @param hostname its host name
 * @param memoryMiB its memory in MiB, which also holds every file it writes outside the shared
 *     folder
 * @param cpus its processors
 * @param bootDeadline how long it may take to accept commands
 * @param devices further arguments of QEMU: disks, networks
 */
public record GuestConfig(
    GuestKernel kernel,
    Path folder,
    String hostname,
    int memoryMiB,
    int cpus,
    Duration bootDeadline,
    List<String> devices) {

  public GuestConfig {
    devices = List.copyOf(devices);
  }

  /** A guest of 1.5 GiB and two processors that may take three minutes to boot. */
  public static GuestConfig of(GuestKernel kernel, Path folder) {
    return new GuestConfig(kernel, folder, "guest", 1536, 2, Duration.ofMinutes(3), List.of());
  }

  /** The same guest with another amount of memory. */
  public GuestConfig withMemoryMiB(int mebibytes) {
    return new GuestConfig(kernel, folder, hostname, mebibytes, cpus, bootDeadline, devices);
  }

  /** The same guest under another host name. */
  public GuestConfig withHostname(String name) {
    return new GuestConfig(kernel, folder, name, memoryMiB, cpus, bootDeadline, devices);
  }

  /** The same guest with these arguments of QEMU besides its own. */
  public GuestConfig withDevices(List<String> arguments) {
    return new GuestConfig(kernel, folder, hostname, memoryMiB, cpus, bootDeadline, arguments);
  }

  /** The folder that the guest sees as {@link Guest#SHARED}. */
  public Path shared() {
    return folder.resolve("shared");
  }

  /** Everything the guest's kernel printed. */
  public Path console() {
    return folder.resolve("console.log");
  }

  /** Everything QEMU itself printed. */
  Path qemuLog() {
    return folder.resolve("qemu.log");
  }
}
