package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the cluster when the first test asks for it and ends it after the last one. Its files stay
 * in {@code target/cluster}: logs of every part and, after a failed test, objects and events. Those
 * of a cluster before a rerun are in {@code target/cluster-1}.
 */
final class ClusterExtension
    implements AfterTestExecutionCallback,
        LifecycleMethodExecutionExceptionHandler,
        ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);
  private static final Path FOLDER = Path.of("target", "cluster").toAbsolutePath();
  private static final AtomicInteger STARTED = new AtomicInteger();

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      cluster(context).diagnose(FOLDER.resolve(context.getRequiredTestMethod().getName()));
    }
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    diagnosed(context, "before-all", failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    diagnosed(context, "before-each", failure);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    diagnosed(context, "after-each", failure);
  }

  @Override
  public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    diagnosed(context, "after-all", failure);
  }

  /** A folder of its own: what a test left when it failed is not written over. */
  private static void diagnosed(ExtensionContext context, String when, Throwable failure)
      throws Throwable {
    String of =
        context
            .getTestMethod()
            .map(Method::getName)
            .orElseGet(() -> context.getRequiredTestClass().getSimpleName());
    try {
      cluster(context).diagnose(FOLDER.resolve(of + "-" + when));
    } catch (RuntimeException e) {
      failure.addSuppressed(e); // a cluster that does not start is the failure itself
    }
    throw failure;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  // the root's store closes what is closeable when all classes are done
  private static Cluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Cluster.class, key -> start(), Cluster.class);
  }

  private static Cluster start() {
    makeRoom();
    return Cluster.start(FOLDER, ClusterTools.locate(System.getenv()));
  }

  /** A test that failed is run again, in this JVM and a new cluster: its first folder is kept. */
  private static void makeRoom() {
    int before = STARTED.getAndIncrement();
    if (before == 0) {
      removeTree(FOLDER);
      for (int old = 1; Files.isDirectory(aside(old)); old++) {
        removeTree(aside(old));
      }
    } else if (Files.isDirectory(FOLDER)) {
      try {
        Files.move(FOLDER, aside(before));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Path aside(int number) {
    return FOLDER.resolveSibling("cluster-" + number);
  }

  private static void removeTree(Path folder) {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
