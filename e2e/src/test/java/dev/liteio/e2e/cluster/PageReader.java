package dev.liteio.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.demo.cluster.Cluster;
import dev.liteio.demo.cluster.ToolCommand;
import dev.liteio.e2e.docs.Block;
import dev.liteio.e2e.docs.Placeholders;
import dev.liteio.e2e.docs.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody who types what a page says, in the folder of the checkout, with kubectl and helm. */
final class PageReader {

  /** These end with 1 when they found something wrong. */
  private static final List<String> JUDGES = List.of("explain", "doctor");

  private final Cluster cluster;
  private final User user;
  private final TypedCommands commands;

  PageReader(Cluster cluster) {
    this.cluster = cluster;
    this.user = new User(cluster);
    this.commands = new TypedCommands(cluster);
  }

  /** Applies a manifest. */
  void apply(Block block) {
    user.apply(filled(block, block.text()));
  }

  /** Types a command; it must do what it is for. */
  void type(Block block, String command) {
    List<String> words = Words.of(filled(block, command));
    if (block.isOnANode()) {
      cluster.nodeNamed(DocumentedObjects.NODE).guest().run(words.toArray(String[]::new));
      return;
    }
    List<String> typed = harmless(words);
    ToolCommand.Outcome outcome = commands.type(answer(typed), typed);
    if (outcome.exit() != 1 || words.stream().noneMatch(JUDGES::contains)) {
      outcome.orThrow();
    }
    assertThat(outcome.output()).as(command).doesNotContain("liteio: the API server");
  }

  /** What is typed when a command asks: what is given up is named once more. */
  private static String answer(List<String> words) {
    return words.contains("forget") ? words.getLast() + "\n" : "";
  }

  /** What would take the driver away is only asked for. */
  private static List<String> harmless(List<String> words) {
    List<String> all = new ArrayList<>(words);
    if (words.getFirst().equals("helm")) {
      all.add(words.get(1).equals("uninstall") ? "--dry-run" : "--dry-run=server");
    } else if (words.contains("delete") && words.contains("crd")) {
      all.add("--dry-run=server");
    }
    return all;
  }

  private String filled(Block block, String text) {
    Map<String, String> meant = Placeholders.meant(block);
    return Placeholders.filled(text, name -> meant.getOrDefault(name, meaning(name)));
  }

  private String meaning(String name) {
    return switch (name) {
      case "NODE" -> DocumentedObjects.NODE;
      case "NAMESPACE" -> DocumentedObjects.NAMESPACE;
      case "CLAIM" -> DocumentedObjects.CLAIM;
      case "POD" -> "user";
      case "POOL" -> DocumentedObjects.POOL;
      case "DEVICE" -> DocumentedObjects.DISK;
      case "IMAGE" -> Manifests.IMAGE;
      case "REGISTRY" -> "liteio.test";
      case "VOLUME" -> volume();
      case "PLUGIN" -> commands.pluginOn(DocumentedObjects.NODE);
      default -> name;
    };
  }

  private String volume() {
    return user.kubectl(
        "get",
        "pvc",
        DocumentedObjects.CLAIM,
        "--namespace=" + DocumentedObjects.NAMESPACE,
        "-o",
        "jsonpath={.spec.volumeName}");
  }
}
