package dev.liteio.demo.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The QEMU command line of a guest. Always emulated (TCG): the machines that run this have no
 * hardware virtualisation to lend, or one that hangs with a stock kernel.
 */
final class QemuCommand {
  /** The program that must be on PATH. */
  static final String PROGRAM = "qemu-system-x86_64";

  /** Emulated, what these features guard makes every fork and every page fault times dearer. */
  private static final String CPU = "max,-la57,-smap,-smep,-umip,-pku";

  /**
   * norandmaps: what was translated of a program serves its next start only at the same addresses;
   * without it a fork with exec is three times as dear. oops=panic, panic=-1: a kernel that is
   * broken ends, and QEMU with it.
   */
  private static final String KERNEL_OPTIONS =
      "console=ttyS0 oops=panic panic=-1 quiet mitigations=off norandmaps"
          + " cgroup.memory=nokmem,nosocket";

  private QemuCommand() {}

  static List<String> of(GuestConfig config, Path channel, Relays relays) {
    return Stream.concat(own(config, channel, relays).stream(), config.devices().stream()).toList();
  }

  private static List<String> own(GuestConfig config, Path channel, Relays relays) {
    return List.of(
        PROGRAM,
        "-nodefaults",
        "-display",
        "none",
        "-no-reboot",
        "-accel",
        "tcg,thread=multi",
        "-cpu",
        CPU,
        "-m",
        Integer.toString(config.memoryMiB()),
        "-smp",
        Integer.toString(config.cpus()),
        "-serial",
        "file:" + config.console(),
        "-kernel",
        config.kernel().image().toString(),
        "-initrd",
        config.kernel().initramfs().toString(),
        "-append",
        KERNEL_OPTIONS
            + " liteio.hostname="
            + config.hostname()
            + " liteio.modules="
            + config.kernel().modules(),
        "-virtfs",
        "local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap",
        "-virtfs",
        "local,path=" + config.shared() + ",mount_tag=shared,security_model=none",
        "-netdev",
        "user,id=net0" + relays.netdevOptions(),
        "-device",
        "virtio-net-pci,netdev=net0,romfile=",
        "-device",
        "virtio-serial-pci",
        "-chardev",
        "socket,id=channel,path=" + channel,
        "-device",
        "virtserialport,chardev=channel,name=liteio");
  }
}
