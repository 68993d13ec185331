package dev.liteio.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.cli.Liteio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** What users are told to type, apply and look for: as far as that can be known without running. */
class DocumentedCommandsTest {

  private static final List<Page> PAGES = Page.all();
  private static final List<Block> BLOCKS =
      PAGES.stream().flatMap(page -> page.blocks().stream()).toList();

  private static final Set<String> PROGRAMS = Set.of("kubectl", "helm", "liteio");
  private static final Set<String> PROGRAMS_OF_A_NODE =
      Set.of("modprobe", "cat", "ls", "nvme", "lsblk", "wipefs", "blkdiscard");
  private static final Pattern OURS_IN_PROSE =
      Pattern.compile("`((?:\\./|kubectl )?liteio [^`]+)`");
  private static final Pattern CITED =
      Pattern.compile("docs/(\\w+\\.md), ([A-Z][a-zA-Z ]+?)(?=[\"\\\\.;])");

  private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]*)(?:#([^)]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  private static Stream<Block> typed() {
    return BLOCKS.stream().filter(Block::isTyped);
  }

  /** A line for each problem that {@code look} finds with a command. */
  private static List<String> problems(
      Stream<Block> blocks, Function<String, ? extends Stream<String>> look) {
    return blocks
        .flatMap(block ->
            block.commands().stream().flatMap(look).map(problem -> block.place() + ": " + problem))
        .toList();
  }

  @Test
  void every_page_for_users_has_something_to_type_or_to_apply_but_that_of_the_limits() {
    assertThat(PAGES)
        .filteredOn(
            page -> page.blocks().stream().noneMatch(each -> each.isTyped() || each.isManifest()))
        .extracting(Page::path)
        .containsExactly("docs/limitations.md");
  }

  @Test
  void a_block_says_what_it_is_and_no_command_stands_outside_of_one() {
    assertThat(BLOCKS)
        .extracting(Block::language)
        .allSatisfy(language -> assertThat(language).isIn("sh", "yaml", "text", ""));
    for (Page page : PAGES) {
      assertThat(page.prose().lines())
          .as(page.path())
          .noneMatch(line -> line.matches("( {4}|\t)(kubectl|helm|liteio|apiVersion).*"));
    }
  }

  @Test
  void every_command_starts_with_a_program_that_its_reader_has() {
    assertThat(problems(typed().filter(each -> !each.isOnANode()), this::unknownHere)).isEmpty();
    assertThat(
            problems(
                typed().filter(Block::isOnANode), command -> unknown(command, PROGRAMS_OF_A_NODE)))
        .isEmpty();
  }

  private Stream<String> unknownHere(String command) {
    String program = Words.of(command).getFirst();
    boolean inCheckout =
        program.matches("\\./\\w+|scripts/[-\\w/.]+")
            && Files.isExecutable(Checkout.ROOT.resolve(program));
    return inCheckout ? Stream.of() : unknown(command, PROGRAMS);
  }

  private static Stream<String> unknown(String command, Set<String> programs) {
    String program = Words.of(command).getFirst();
    return programs.contains(program)
        ? Stream.of()
        : Stream.of("'%s' (expected: one of %s)".formatted(program, programs));
  }

  @Test
  void every_command_of_ours_is_one_that_the_launcher_understands() {
    assertThat(problems(typed(), DocumentedCommandsTest::misunderstood)).isEmpty();
    for (Page page : PAGES) {
      assertThat(OURS_IN_PROSE.matcher(page.prose()).results().map(found -> found.group(1)))
          .as(page.path())
          .allSatisfy(command -> assertThat(misunderstood(command)).isEmpty());
    }
  }

  @Test
  void an_unknown_option_is_found() {
    assertThat(misunderstood("liteio get pools --witd"))
        .singleElement()
        .asString()
        .contains("--witd");
    assertThat(misunderstood("kubectl -n liteio exec PLUGIN -- liteio docter")).isNotEmpty();
    assertThat(misunderstood("liteio get pools -o wide")).isEmpty();
  }

  /** Problems of our command: by itself, as kubectl's plugin, or run in a Pod by kubectl. */
  private static Stream<String> misunderstood(String command) {
    List<String> words = new ArrayList<>(Words.of(command));
    if (words.contains("exec") && words.contains("--")) {
      words.subList(0, words.indexOf("--") + 1).clear();
    } else if (words.size() > 1
        && words.get(0).equals("kubectl")
        && words.get(1).equals("liteio")) {
      words.removeFirst();
    }
    if (!words.getFirst().matches("(\\./)?liteio")) {
      return Stream.of();
    }
    try {
      Liteio.commandLine().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
      return Stream.of();
    } catch (ParameterException e) {
      return Stream.of("%s: %s".formatted(command, e.getMessage()));
    }
  }

  @Test
  void the_image_that_is_installed_is_the_one_that_was_built() {
    List<String> built = new ArrayList<>();
    List<String> installed = new ArrayList<>();
    for (String command : typed().flatMap(block -> block.commands().stream()).toList()) {
      List<String> words = Words.of(command);
      if (words.getFirst().equals("scripts/image.sh")) {
        built.add(words.get(1));
      } else if (words.getFirst().equals("helm") && words.get(1).equals("install")) {
        installed.add(setting(words, "image.repository") + ":" + setting(words, "image.tag"));
      }
    }
    assertThat(built).hasSize(1);
    assertThat(installed).isNotEmpty().containsOnly(built.getFirst());
  }

  private static String setting(List<String> words, String key) {
    return words.stream()
        .filter(word -> word.startsWith(key + "="))
        .map(word -> word.substring(key.length() + 1))
        .findFirst()
        .orElse("nothing");
  }

  @Test
  void every_manifest_is_one_that_is_accepted() {
    assertThat(
            BLOCKS.stream()
                .filter(Block::isManifest)
                .flatMap(block ->
                    ManifestCheck.problemsOf(sample(block.text())).stream()
                        .map(problem -> block.place() + ": " + problem)))
        .isEmpty();
  }

  private static String sample(String manifest) {
    return Placeholders.filled(
        manifest, name -> (name.equals("DEVICE") ? "/dev/" : "") + name.toLowerCase(Locale.ROOT));
  }

  @Test
  void what_is_wrong_with_a_manifest_is_found() {
    String pool = "apiVersion: liteio.dev/v1alpha1\nkind: StoragePool\nspec: {%s}\n";
    assertThat(ManifestCheck.problemsOf(pool.formatted("node: a, devices: [{path: /dev/sda}]")))
        .isEmpty();
    assertThat(ManifestCheck.problemsOf(pool.formatted("nodes: a, devices: [{path: sda}]")))
        .contains("StoragePool.spec.node: missing", "StoragePool.spec.nodes: unknown")
        .anyMatch(problem -> problem.contains("'sda' (expected: ^/.+)"));
    assertThat(
            ManifestCheck.problemsOf(
                "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nprovisioner: csi.liteio.dev\nparameters: {thick: 'true'}\n"))
        .singleElement()
        .asString()
        .contains("'thick' is unknown");
  }

  @Test
  void every_word_in_capitals_is_a_placeholder_that_has_a_meaning() {
    assertThat(
            problems(
                typed(),
                command ->
                    Placeholders.in(command).stream()
                        .filter(each -> !Placeholders.KNOWN.contains(each))))
        .isEmpty();
    for (Block block : BLOCKS) {
      if (block.isManifest()) {
        assertThat(Placeholders.in(block.text())).as(block.place()).isSubsetOf(Placeholders.KNOWN);
      }
      assertThat(Placeholders.meant(block).keySet())
          .as(block.place())
          .isSubsetOf(Placeholders.in(block.text()));
    }
  }

  @Test
  void what_is_run_by_another_test_names_one_that_there_is() {
    Set<String> tests = new TreeSet<>();
    for (Path source : Checkout.sources("test")) {
      tests.add(String.valueOf(source.getFileName()).replace(".java", ""));
    }
    assertThat(BLOCKS.stream().filter(Block::isRunElsewhere))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(tests).as(block.place()).containsAll(block.runners()));
  }

  @Test
  void what_a_reader_is_to_see_is_said_by_the_product_or_by_whom_the_page_names() {
    KnownMessages messages = KnownMessages.ofTheProduct();
    assertThat(
            BLOCKS.stream()
                .filter(block -> block.language().equals("text"))
                .filter(block -> !block.marks().containsKey(Block.SAID_BY))
                .flatMap(block ->
                    block.lines().stream()
                        .filter(line -> !messages.isSaid(line))
                        .map(line -> block.place() + ": nobody says: " + line)))
        .isEmpty();
    assertThat(messages.isSaid("there is no pool: create a StoragePool")).isTrue();
    assertThat(messages.isSaid("there is no pool: make a StoragePool")).isFalse();
  }

  @Test
  void a_section_that_the_product_sends_its_users_to_is_there() {
    List<String> missing = new ArrayList<>();
    int cited = 0;
    for (Path source : Checkout.sources("main")) {
      for (var citation : CITED.matcher(Checkout.read(source)).results().toList()) {
        cited++;
        Path page = Checkout.ROOT.resolve("docs").resolve(citation.group(1));
        if (!Checkout.read(page).matches("(?s).*\n## \\Q" + citation.group(2) + "\\E\n.*")) {
          missing.add("%s cites %s".formatted(source.getFileName(), citation.group()));
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(cited).isPositive();
  }

  @Test
  void every_link_leads_to_a_file_and_a_heading_that_are_there() {
    List<String> astray = new ArrayList<>();
    for (Page page : PAGES) {
      for (MatchResult link : LINK.matcher(page.prose()).results().toList()) {
        Path from = Checkout.ROOT.resolve(page.path());
        Path to = link.group(1).isEmpty() ? from : from.resolveSibling(link.group(1));
        if (!Files.exists(to) || (link.group(2) != null && !headings(to).contains(link.group(2)))) {
          astray.add("%s: %s".formatted(page.path(), link.group()));
        }
      }
    }
    assertThat(astray).isEmpty();
  }

  /** As GitHub names them. */
  private static Set<String> headings(Path page) {
    return HEADING
        .matcher(Checkout.read(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^-\\w ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void words_are_split_as_a_shell_splits_them() {
    assertThat(Words.of("kubectl patch pv VOLUME -p '{\"a\": 1}' --type=merge"))
        .containsExactly("kubectl", "patch", "pv", "VOLUME", "-p", "{\"a\": 1}", "--type=merge");
    assertThatThrownBy(() -> Words.of("kubectl get pods | grep x")).hasMessageContaining("shell");
    assertThatThrownBy(() -> Words.of("kubectl get 'pods")).hasMessageContaining("not closed");
  }
}
