package dev.liteio.demo.guest;

import java.nio.file.Path;
import java.time.Duration;

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
 */
public record GuestConfig(
    GuestKernel kernel,
    Path folder,
    String hostname,
    int memoryMiB,
    int cpus,
    Duration bootDeadline) {

  /** A guest of 1.5 GiB and two processors that may take three minutes to boot. */
  public static GuestConfig of(GuestKernel kernel, Path folder) {
    return new GuestConfig(kernel, folder, "guest", 1536, 2, Duration.ofMinutes(3));
  }

  /** The same guest with another amount of memory. */
  public GuestConfig withMemoryMiB(int mebibytes) {
    return new GuestConfig(kernel, folder, hostname, mebibytes, cpus, bootDeadline);
  }

  /** The folder that the guest sees as {@link Guest#SHARED}. */
  public Path shared() {
    return folder.resolve("shared");
  }

  /** Everything the guest's kernel printed. */
  public Path console() {
    return folder.resolve("console.log");
  }
}
