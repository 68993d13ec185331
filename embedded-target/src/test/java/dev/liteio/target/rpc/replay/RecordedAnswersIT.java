package dev.liteio.target.rpc.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real target was recorded to answer, asked of the embedded one. Nothing is left out: a step
 * passes, or its difference is listed with a reason, or it is counted as not supported.
 */
class RecordedAnswersIT {

  @TempDir Path folder;

  @Test
  void everyRecordedAnswerIsGivenOrItsDifferenceIsListedWithAReason() throws Exception {
    Differences differences = new Differences(Files.readAllLines(resource("differences.txt")));
    Report report = new Report(differences);
    for (List<Step> flow : flows()) {
      Path own = Files.createDirectory(folder.resolve("f" + report.flows()));
      replay(flow, own, report);
    }
    Files.writeString(Path.of("target", "recorded-answers.txt"), report.text());
    System.out.println(report.summary());
    assertThat(report.unexplained()).isEmpty();
    assertThat(report.notSeen()).as("listed as different, but as recorded").isEmpty();
  }

  private static void replay(List<Step> flow, Path folder, Report report) throws IOException {
    report.begin();
    try (Replay replay = new Replay(folder)) {
      for (Step step : flow) {
        Outcome outcome;
        try {
          outcome = replay.replay(step);
        } catch (Exception e) {
          outcome = new Outcome.Different(e.toString());
        }
        report.add(step, outcome);
      }
    }
  }

  private static List<List<Step>> flows() throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(resource("differences.txt").getParent())) {
      files = all.filter(file -> file.toString().endsWith(".flow")).sorted().toList();
    }
    Map<String, List<Step>> flows = new LinkedHashMap<>();
    for (Path file : files) {
      for (Step step : Step.parse(Files.readAllLines(file))) {
        flows.computeIfAbsent(step.flow(), name -> new ArrayList<>()).add(step);
      }
    }
    return List.copyOf(flows.values());
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(RecordedAnswersIT.class.getResource("/replay/" + name).toURI());
  }
}
