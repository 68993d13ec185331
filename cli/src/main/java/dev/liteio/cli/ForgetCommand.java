package dev.liteio.cli;

import dev.liteio.cli.forget.LostPool;
import dev.liteio.cli.get.Inventory;
import dev.liteio.cli.get.Kind;
import dev.liteio.crd.StoragePool;
import dev.liteio.kubernetes.KubernetesClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code liteio forget}. */
@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Gives up what will never return.")
final class ForgetCommand {

  @Spec private @Nullable CommandSpec spec;

  /** Exit code 0: it is given up. */
  @Command(
      name = "pool",
      mixinStandardHelpOptions = true,
      description =
          "Gives a pool up whose node will never return (spec.lost): shows which volumes are lost"
              + " with it and asks. Detaching and deleting them then waits for nobody. The pool of"
              + " a node that is Ready is not given up.")
  int pool(
      @Parameters(paramLabel = "NAME", description = "of the pool") String name,
      @Option(names = "--yes", description = "do not ask; for scripts") boolean yes)
      throws IOException {
    PrintWriter out = new Printed(spec).out();
    try (KubernetesClient client = KubernetesClients.create()) {
      LostPool lost =
          LostPool.of(
              Inventory.read(client, List.of(Kind.values())),
              client.nodes().list().getItems(),
              name);
      lost.losses(Instant.now()).forEach(out::println);
      if (!lost.objection().isEmpty()) {
        throw new IllegalStateException(lost.objection() + "; nothing was changed");
      }
      if (!yes && !isConfirmed(out, name)) {
        throw new IllegalStateException(
            "the answer was not '%s'; nothing was changed".formatted(name));
      }
      giveUp(client, lost.pool());
    }
    out.printf(
        "pool %s is given up; what to delete now: docs/troubleshooting.md, A storage node will never return%n",
        name);
    out.flush();
    return 0;
  }

  private static boolean isConfirmed(PrintWriter out, String name) throws IOException {
    out.printf("To give them up type the name of the pool: ");
    out.flush();
    BufferedReader typed =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return name.equals(typed.readLine());
  }

  /** Of the pool that was shown, not of a later one with its name. */
  private static void giveUp(KubernetesClient client, StoragePool shown) {
    StoragePool _ =
        client
            .resources(StoragePool.class)
            .withName(shown.getMetadata().getName())
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\": {\"uid\": \"%s\"}, \"spec\": {\"lost\": true}}"
                    .formatted(shown.getMetadata().getUid()));
  }
}
