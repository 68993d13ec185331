package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ClusterTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the cluster when the first test asks for it and ends it after the last one. Its files stay
 * in {@code target/cluster}: logs of every part and, after a failed test, objects and events.
 */
final class ClusterExtension
    implements AfterTestExecutionCallback,
        LifecycleMethodExecutionExceptionHandler,
        ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);
  private static final Path FOLDER = Path.of("target", "cluster").toAbsolutePath();

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      cluster(context).diagnose(FOLDER.resolve(context.getRequiredTestMethod().getName()));
    }
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    cluster(context).diagnose(FOLDER.resolve(context.getRequiredTestClass().getSimpleName()));
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
    removeTree(FOLDER);
    return Cluster.start(FOLDER, ClusterTools.locate(System.getenv()));
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
