package dev.liteio.e2e.node;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The node plugin as a command line for the guest. The JVM's ahead-of-time cache, made by a
 * rehearsal on this machine, spares the emulated one most of loading and linking classes.
 */
record NodeProgram(String classpath, Path cache) {
  private static final long REHEARSAL_MINUTES = 3;

  /** Prepares it in that folder, which the guest sees too. */
  static NodeProgram prepare(Path folder, String apiUrl) {
    try {
      Files.createDirectories(folder);
      NodeProgram program = new NodeProgram(jars(folder), folder.resolve("node.aot"));
      program.rehearse(folder, apiUrl);
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command, to be completed by {@link NodeMain}'s arguments. */
  String command() {
    return String.join(" ", java("-XX:AOTCache=" + cache));
  }

  private void rehearse(Path folder, String apiUrl) throws IOException {
    List<String> command =
        Stream.concat(
                java("-XX:AOTCacheOutput=" + cache).stream(),
                Stream.of(
                    "rehearsal",
                    folder.resolve("csi.sock").toString(),
                    apiUrl,
                    folder.resolve("registration").toString(),
                    folder.resolve("machine").toString()))
            .toList();
    Files.createDirectories(folder.resolve("registration"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("rehearsal.log").toFile())
            .start();
    try {
      // without a cache it starts slower, no more
      if (!process.waitFor(REHEARSAL_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private List<String> java(String cacheOption) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        cacheOption,
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        "-cp",
        classpath,
        NodeMain.class.getName());
  }

  /** Our class path with folders packed into jars, which is what the cache can be made of. */
  private static String jars(Path folder) throws IOException {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    StringBuilder jars = new StringBuilder();
    for (String entry : entries) {
      if (entry.isEmpty()) {
        continue;
      }
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        path = pack(path, folder.resolve(Integer.toHexString(entry.hashCode()) + ".jar"));
      }
      if (Files.exists(path)) {
        jars.append(jars.isEmpty() ? "" : File.pathSeparator).append(path);
      }
    }
    return jars.toString();
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> tree = Files.walk(classes)) {
      for (Path each : tree.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
