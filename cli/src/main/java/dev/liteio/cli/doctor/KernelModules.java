package dev.liteio.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a machine's files say about its kernel's modules. */
final class KernelModules {

  private final Set<String> loaded;
  private final Set<String> builtIn;
  private final Optional<Set<String>> files;

  /** As the trees below {@code root} say. */
  KernelModules(Path root) {
    loaded =
        lines(root.resolve("proc/modules"))
            .orElse(Stream.empty())
            .map(line -> line.split(" ", 2)[0])
            .collect(Collectors.toSet());
    String release =
        lines(root.resolve("proc/sys/kernel/osrelease"))
            .flatMap(Stream::findFirst)
            .orElse("unknown")
            .strip();
    Path modules = root.resolve("lib/modules").resolve(release);
    builtIn = names(modules.resolve("modules.builtin")).orElse(Set.of());
    files = names(modules.resolve("modules.dep"));
  }

  KernelModule state(String name) {
    if (loaded.contains(name)) {
      return KernelModule.LOADED;
    }
    if (builtIn.contains(name)) {
      return KernelModule.BUILT_IN;
    }
    return files
        .map(all -> all.contains(name) ? KernelModule.LOADABLE : KernelModule.MISSING)
        .orElse(KernelModule.UNKNOWN);
  }

  /** {@code kernel/drivers/nvme/host/nvme-tcp.ko.xz: ...} is {@code nvme_tcp}. */
  private static Optional<Set<String>> names(Path list) {
    return lines(list)
        .map(lines ->
            lines
                .map(line -> line.split(":", 2)[0])
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .map(file -> file.replaceFirst("\\.ko.*", "").replace('-', '_'))
                .collect(Collectors.toSet()));
  }

  private static Optional<Stream<String>> lines(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1).lines());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
