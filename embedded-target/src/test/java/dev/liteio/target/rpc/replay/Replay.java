package dev.liteio.target.rpc.replay;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One flow of a recording, sent to a fresh embedded target. */
final class Replay implements AutoCloseable {

  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final String VERSION =
      "{\"version\":\"LiteIO embedded target\",\"fields\":"
          + "{\"major\":26,\"minor\":9,\"patch\":0,\"suffix\":\"-liteio\"}}";
  private static final String VERSION_MARK = "\"$version\"";
  private static final Duration SILENCE = Duration.ofMillis(60);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int IO_ERROR = -5;
  private static final int METHOD_NOT_FOUND = -32601;

  private final Bindings bindings;
  private final Session session;
  private final Events events;
  private boolean patient;

  Replay(Path folder) {
    bindings = new Bindings(folder);
    session = new Session(folder.resolve("target.sock"));
    events = new Events(folder, session);
  }

  Outcome replay(Step step) throws Exception {
    if (step.kind().equals("event")) {
      JsonNode event = JSON.readTree(bindings.fill(step.rest()));
      patient = event.get("what").textValue().equals("wait");
      return events.carryOut(step.process(), event);
    }
    if (!step.process().isEmpty()) {
      String answer = step.answers().get(0);
      boolean refused = answer.startsWith("! " + IO_ERROR);
      if (answer.startsWith("!") && !refused) {
        return new Outcome.NotSupported("initiator that refuses by itself");
      }
      return events.initiator(step.word(), JSON.readTree(bindings.fill(step.tail())), refused);
    }
    return switch (step.kind()) {
      case "call" -> call(step);
      case "pipe" -> pipeline(step);
      default -> raw(step);
    };
  }

  // ---- calls

  private Outcome call(Step step) throws Exception {
    String answer = step.answers().get(0);
    if (answer.startsWith("~")) {
      return new Outcome.NotSupported("an answer that never came");
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Outcome outcome = callOnce(step, answer);
    while (patient && outcome instanceof Outcome.Different && System.nanoTime() < deadline) {
      outcome = callOnce(step, answer);
    }
    patient = false;
    return outcome;
  }

  private Outcome callOnce(Step step, String answer) throws Exception {
    JsonNode seen = mark(session.call(step.word(), bindings.fill(step.tail())));
    if (isUnknown(seen) && !answer.startsWith("! " + METHOD_NOT_FOUND)) {
      return new Outcome.NotSupported(step.word());
    }
    return outcome(bindings.difference(expected(answer), seen));
  }

  private static Outcome outcome(Optional<String> difference) {
    return difference.<Outcome>map(Outcome.Different::new).orElseGet(Outcome.Passed::new);
  }

  private static boolean isUnknown(JsonNode answer) {
    return answer.path("error").path("code").intValue() == METHOD_NOT_FOUND;
  }

  private JsonNode expected(String answer) throws IOException {
    ObjectNode node = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    if (answer.startsWith("<")) {
      node.set("result", JSON.readTree(answer.substring(2)));
      return node;
    }
    String[] parts = answer.split(" ", 3);
    ObjectNode error = node.putObject("error");
    error.put("code", Integer.parseInt(parts[1]));
    error.set("message", JSON.readTree(parts[2]));
    return node;
  }

  private static JsonNode mark(JsonNode answer) throws IOException {
    return JSON.readTree(answer.toString().replace(VERSION, VERSION_MARK));
  }

  // ---- several requests in one write

  private Outcome pipeline(Step step) throws Exception {
    boolean batch = step.rest().equals("batch");
    List<String> requests = new ArrayList<>();
    for (String sent : step.sent()) {
      requests.add("{\"jsonrpc\":\"2.0\"," + bindings.fill(sent).substring(1));
    }
    String bytes = batch ? "[" + String.join(",", requests) + "]" : String.join("", requests);
    long count = batch ? 1 : requests.size();
    List<JsonNode> answers = new ArrayList<>();
    try (RawConnection connection = new RawConnection(session.socket())) {
      connection.send(bytes.getBytes(StandardCharsets.UTF_8));
      String text =
          connection.await(
              all -> all.lines().count() >= count && all.endsWith("\n"), Session.LIMIT);
      for (String line : text.lines().toList()) {
        JsonNode answer = JSON.readTree(line);
        (answer.isArray() ? answer : List.of(answer)).forEach(answers::add);
      }
    }
    return compare(step, answers);
  }

  /** Answers are matched by id: the order in which calls end is not promised. */
  private Outcome compare(Step step, List<JsonNode> answers) throws IOException {
    TreeSet<String> unknown =
        answers.stream()
            .filter(Replay::isUnknown)
            .map(answer -> answer.get("id").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!unknown.isEmpty()) {
      return new Outcome.NotSupported("requests " + unknown);
    }
    if (answers.size() != step.answers().size()) {
      return new Outcome.Different(
          "%d answers (recorded: %d): %s"
              .formatted(answers.size(), step.answers().size(), answers));
    }
    for (String line : step.answers()) {
      ObjectNode expected = JSON.createObjectNode().put("jsonrpc", "2.0");
      expected.setAll((ObjectNode) JSON.readTree(line.substring(2)));
      Optional<JsonNode> seen =
          answers.stream().filter(a -> a.get("id").equals(expected.get("id"))).findFirst();
      Optional<String> difference =
          bindings.difference(expected, mark(seen.orElse(JSON.nullNode())));
      if (difference.isPresent()) {
        return outcome(difference.map(text -> "id " + expected.get("id") + text));
      }
    }
    return new Outcome.Passed();
  }

  // ---- bytes

  private Outcome raw(Step step) throws Exception {
    JsonNode request = JSON.readTree(bindings.fill(step.rest()));
    JsonNode answer = JSON.readTree(step.answers().get(0).substring(2));
    String expected =
        (answer.has("template") ? Chunks.numbers(answer, "") : answer.get("text").textValue())
            .replace(VERSION_MARK, VERSION);
    boolean closes = answer.get("closed").asText().matches("eof|reset");
    try (RawConnection connection = new RawConnection(session.socket())) {
      try {
        for (JsonNode chunk : request.get("chunks")) {
          connection.send(Chunks.bytes(chunk));
        }
        if (request.has("then")) {
          connection.halfClose();
        }
      } catch (IOException e) {
        if (!closes) {
          return new Outcome.Different("it closed while being written to: " + e);
        }
      }
      return compareBytes(connection, expected, closes, !answer.get("closed").isTextual());
    }
  }

  private static Outcome compareBytes(
      RawConnection connection, String expected, boolean closes, boolean staysOpen)
      throws InterruptedException {
    Duration limit = expected.isEmpty() && !closes ? SILENCE : Session.LIMIT;
    String seen =
        connection.await(
            text -> !closes && !expected.isEmpty() && text.length() >= expected.length(), limit);
    if (!sorted(seen).equals(sorted(expected))) {
      return new Outcome.Different(
          "%s (recorded: %s)".formatted(shortened(seen), shortened(expected)));
    }
    if (closes && !connection.awaitEnd(Session.LIMIT)) {
      return new Outcome.Different("the connection stays open (recorded: closed)");
    }
    if (staysOpen && connection.awaitEnd(Duration.ofMillis(1))) {
      return new Outcome.Different("the connection was closed (recorded: stays open)");
    }
    return new Outcome.Passed();
  }

  private static List<String> sorted(String text) {
    return text.lines().sorted().toList();
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }

  @Override
  public void close() throws IOException {
    events.close();
    session.close();
  }
}
