package dev.liteio.demo.cluster;

import dev.liteio.demo.guest.GuestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The state of a cluster, written into one folder for whoever has to understand a failure. */
final class Diagnosis {
  private static final String OBJECTS =
      "nodes,csinodes,csidrivers,storageclasses,pods,persistentvolumeclaims,persistentvolumes,volumeattachments,deployments,daemonsets,statefulsets";

  private final Path folder;
  private final Cluster cluster;

  Diagnosis(Path folder, Cluster cluster) {
    this.folder = folder;
    this.cluster = cluster;
  }

  void write() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    kubectl("events.txt", "get", "events", "-A", "--sort-by=.lastTimestamp");
    kubectl("overview.txt", "get", OBJECTS, "-A", "-o", "wide");
    kubectl("objects.yaml", "get", OBJECTS, "-A", "-o", "yaml");
    kubectl("liteio.yaml", "get", "liteio", "-o", "yaml");
    cluster.nodes().forEach(this::node);
  }

  private void kubectl(String file, String... arguments) {
    String output = cluster.kubectl().attempt("", arguments).output();
    try {
      Files.writeString(folder.resolve(file), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void node(ClusterNode node) {
    String text;
    try {
      text = node.diagnose().toString();
    } catch (GuestException e) {
      text = e.toString();
    }
    try {
      Files.writeString(folder.resolve(node.name() + ".txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
