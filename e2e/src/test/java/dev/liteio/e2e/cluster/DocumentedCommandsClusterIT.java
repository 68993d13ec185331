package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.e2e.docs.Block;
import dev.liteio.e2e.docs.Page;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the pages for users tell them to type and to apply, typed and applied in the order of the
 * pages. What would take the cluster away from other tests is asked of the server and not done.
 */
@InCluster
class DocumentedCommandsClusterIT {

  @TestFactory
  Stream<DynamicTest> every_command_of_the_pages_for_users_works(Cluster cluster) {
    InstalledDriver.in(cluster);
    new DocumentedObjects(cluster).make();
    PageReader reader = new PageReader(cluster);
    return Page.all().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(block -> !block.isRunElsewhere())
        .flatMap(block -> tests(reader, block));
  }

  private static Stream<DynamicTest> tests(PageReader reader, Block block) {
    if (block.isManifest()) {
      return Stream.of(test(block, "is applied", () -> reader.apply(block)));
    }
    return block.isTyped()
        ? block.commands().stream()
            .map(command -> test(block, command, () -> reader.type(block, command)))
        : Stream.of();
  }

  private static DynamicTest test(Block block, String what, Runnable run) {
    return DynamicTest.dynamicTest(block.place() + " " + what, run::run);
  }

  @AfterAll
  static void cleanUp(Cluster cluster) {
    new DocumentedObjects(cluster).remove();
  }
}
