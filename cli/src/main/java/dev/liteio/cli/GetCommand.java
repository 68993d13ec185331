package dev.liteio.cli;

import dev.liteio.cli.get.Inventory;
import dev.liteio.cli.get.Kind;
import dev.liteio.cli.get.Listing;
import dev.liteio.cli.report.Table;
import dev.liteio.kubernetes.KubernetesClients;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code liteio get}. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description =
        "Lists pools, volumes, logical volumes and attachments: sizes for people, which claim,"
            + " which node, and why something is not ready. Without a kind: all four.")
final class GetCommand implements Callable<Integer> {

  /** What a shell may complete. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Kind.known().iterator();
    }
  }

  @Spec private @Nullable CommandSpec spec;

  private List<Kind> kinds = List.of(Kind.values());

  /** A method, because picocli takes what a converter refuses for a stray word. */
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "KIND",
      split = ",",
      completionCandidates = Kinds.class,
      description = "${COMPLETION-CANDIDATES}; several with commas (default: all)")
  void kinds(List<String> words) {
    try {
      kinds = words.stream().map(Kind::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(new Printed(spec).commandLine(), e.getMessage());
    }
  }

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "only the object of that name; without it the exit code is 1")
  private @Nullable String name;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description = "table, wide, json or yaml (default: table)")
  private ListFormat format = ListFormat.TABLE;

  @Override
  public Integer call() {
    Printed printed = new Printed(spec);
    if (name != null && kinds.size() != 1) {
      throw new ParameterException(
          printed.commandLine(), "a NAME needs one kind (seen: %d)".formatted(kinds.size()));
    }
    Inventory inventory;
    try (KubernetesClient client = KubernetesClients.create()) {
      inventory = Inventory.read(client, kinds);
    }
    PrintWriter out = printed.out();
    if (name == null) {
      all(out, inventory);
    } else {
      one(out, inventory, kinds.getFirst(), name);
    }
    out.flush();
    return 0;
  }

  private void one(PrintWriter out, Inventory inventory, Kind kind, String wanted) {
    HasMetadata object = inventory.get(kind, wanted);
    switch (format) {
      case TABLE, WIDE -> print(out, new Listing(inventory, Instant.now()).of(kind, wanted));
      case JSON -> out.println(Serialization.asJson(withoutManagedFields(object)));
      case YAML -> out.print(Serialization.asYaml(withoutManagedFields(object)));
    }
  }

  private void all(PrintWriter out, Inventory inventory) {
    switch (format) {
      case TABLE, WIDE -> tables(out, inventory);
      case JSON -> out.println(Serialization.asJson(list(inventory)));
      case YAML -> out.print(Serialization.asYaml(list(inventory)));
    }
  }

  private Object list(Inventory inventory) {
    List<HasMetadata> items =
        kinds.stream()
            .flatMap(kind -> inventory.of(kind).stream())
            .map(GetCommand::withoutManagedFields)
            .toList();
    KubernetesList list = new KubernetesList();
    list.setItems(items);
    return list;
  }

  /** As kubectl does: who wrote which field is bookkeeping. */
  private static HasMetadata withoutManagedFields(HasMetadata object) {
    object.getMetadata().setManagedFields(null);
    return object;
  }

  private void tables(PrintWriter out, Inventory inventory) {
    Listing listing = new Listing(inventory, Instant.now());
    for (Kind kind : kinds) {
      if (kinds.size() > 1) {
        out.printf("%s%s%n", kind == kinds.getFirst() ? "" : System.lineSeparator(), title(kind));
      }
      if (inventory.of(kind).isEmpty()) {
        out.println("none");
      } else {
        print(out, listing.of(kind));
      }
    }
  }

  private static String title(Kind kind) {
    return kind.word().toUpperCase(Locale.ROOT);
  }

  private void print(PrintWriter out, Table table) {
    table.lines(format == ListFormat.WIDE).forEach(out::println);
  }
}
