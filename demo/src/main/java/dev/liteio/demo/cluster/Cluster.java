package dev.liteio.demo.cluster;

import dev.liteio.demo.guest.GuestException;
import io.fabric8.kubernetes.api.model.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A cluster of two nodes. */
public final class Cluster implements AutoCloseable {
  private static final List<String> NAMES = List.of("node-a", "node-b");
  private static final Duration READY = Duration.ofMinutes(8);

  private final Path folder;
  private final ClusterTools tools;
  private final ControlPlane control;
  private final List<ClusterNode> nodes = new ArrayList<>();
  private boolean closed;

  private Cluster(Path folder, ClusterTools tools, ControlPlane control) {
    this.folder = folder;
    this.tools = tools;
    this.control = control;
  }

  /**
   * Starts control plane and nodes, and waits until both nodes are Ready.
   *
   * @param folder an empty folder for its logs and files
   */
  public static Cluster start(Path folder, ClusterTools tools) {
    Cluster cluster = withoutNodes(folder, tools);
    try {
      cluster.addNodes();
      return cluster;
    } catch (ClusterException | GuestException e) {
      cluster.diagnose(folder.resolve("diagnosis"));
      cluster.close();
      throw e;
    }
  }

  /** Starts the control plane alone. */
  public static Cluster withoutNodes(Path folder, ClusterTools tools) {
    return new Cluster(folder, tools, ControlPlane.start(folder.resolve("control-plane"), tools));
  }

  /** Boots its nodes, and waits until both are Ready. */
  public void addNodes() {
    bootNodes();
    NAMES.forEach(this::awaitReady);
  }

  private void bootNodes() {
    NodeLink link = NodeLink.lay();
    CompletableFuture<Void> first = boot(0, link);
    CompletableFuture<Void> second = boot(1, link.otherEnd());
    try {
      CompletableFuture.allOf(first, second).join();
    } catch (CompletionException e) {
      throw new ClusterException("a node did not boot: " + e.getCause(), e);
    }
  }

  private CompletableFuture<Void> boot(int index, NodeLink link) {
    return CompletableFuture.runAsync(() -> launchAndJoin(index, link));
  }

  private void launchAndJoin(int index, NodeLink link) {
    String name = NAMES.get(index);
    try {
      launched(index, name, link).join();
    } catch (IOException e) {
      throw new ClusterException("node " + name + " did not start: " + e.getMessage(), e);
    }
  }

  // a node is ended with the cluster from its first moment on
  private synchronized ClusterNode launched(int index, String name, NodeLink link)
      throws IOException {
    if (closed) {
      throw new ClusterException("the cluster was closed before node " + name + " started");
    }
    ClusterNode node = ClusterNode.launch(index, name, folder.resolve(name), control, tools, link);
    nodes.add(node);
    return node;
  }

  private @Nullable Node node(String name) {
    return control.client().nodes().withName(name).get();
  }

  private static boolean isReady(@Nullable Node node) {
    return node != null
        && node.getStatus().getConditions().stream()
            .anyMatch(each -> each.getType().equals("Ready") && each.getStatus().equals("True"));
  }

  /** Its control plane. */
  public ControlPlane control() {
    return control;
  }

  /** Its nodes, by name. */
  public synchronized List<ClusterNode> nodes() {
    return nodes.stream().sorted(Comparator.comparing(ClusterNode::name)).toList();
  }

  /** Its programs and images. */
  public ClusterTools tools() {
    return tools;
  }

  /** The folder of its logs and files. */
  public Path folder() {
    return folder;
  }

  /** The node of that name. */
  public ClusterNode nodeNamed(String name) {
    return nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no node " + name + ", there are " + NAMES));
  }

  /** kubectl with all rights. */
  public ToolCommand kubectl() {
    return command(tools.program("kubectl"));
  }

  /** helm with all rights. */
  public ToolCommand helm() {
    return command(tools.program("helm"));
  }

  /** Any program of this machine, with all rights in the cluster. */
  public ToolCommand command(String program) {
    return new ToolCommand(program, control.kubeconfig());
  }

  /** Waits until a node is Ready. */
  public void awaitReady(String name) {
    Await.until(
        "node " + name + " is Ready", READY, () -> isReady(node(name)), () -> "" + node(name));
  }

  /** Writes objects, events and the state of the nodes into a folder. */
  public void diagnose(Path into) {
    new Diagnosis(into, this).write();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    nodes().forEach(ClusterNode::close);
    control.close();
  }
}
