package dev.liteio.spdk.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.liteio.spdk.jsonrpc.ScriptedPeer.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of the connection: it comes late, breaks, comes back, fills up, ends. */
class ConnectionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path path;
  private JsonRpcClient client;

  @BeforeEach
  void start() {
    path = directory.resolve("spdk.sock");
    client = JsonRpcClient.start(JsonRpcConfig.of(path).withDeadline(PATIENCE));
  }

  @AfterEach
  void end() {
    client.close();
  }

  @Test
  void without_a_socket_calls_fail_unsent_and_say_why() {
    assertUnsent("ENOENT");
  }

  @Test
  void a_target_that_is_refused_first_is_found_when_it_comes_up() {
    ScriptedPeer.at(path).close();
    assertUnsent("ECONNREFUSED");
    try (ScriptedPeer _ = echo()) {
      assertThat(client.awaitConnected(PATIENCE)).isEqualTo(1);
      assertThat(Answers.await(text("hello"))).isEqualTo("hello");
    }
  }

  @Test
  void waiting_for_a_connection_ends_and_tells_the_last_failure() {
    assertThatThrownBy(() -> client.awaitConnected(Duration.ofMillis(50)))
        .isInstanceOf(JsonRpcException.Transport.class)
        .hasMessageContaining("no connection within PT0.05S");
  }

  @Test
  void a_path_too_long_for_a_socket_is_told_as_such() {
    Path deep = Path.of("/tmp", "d".repeat(120), "spdk.sock");
    try (JsonRpcClient other = JsonRpcClient.start(JsonRpcConfig.of(deep))) {
      CompletableFuture<String> answer = other.call(JsonRpcCall.of("x", ResultType.text()));
      assertThat(HostilePeerIT.failure(answer, JsonRpcException.Transport.class))
          .hasMessageContaining("no connection");
      assertThatThrownBy(() -> other.awaitConnected(Duration.ofMillis(50)))
          .hasMessageContaining("135 bytes")
          .hasMessageContaining("use a shorter path");
    }
  }

  @Test
  void a_target_may_restart_between_any_two_calls() throws InterruptedException {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    client.addListener(recorder(told));
    for (int life = 1; life <= 20; life++) {
      ScriptedPeer peer = ScriptedPeer.at(path);
      Connection connection = peer.accept();
      assertThat(client.awaitConnected(PATIENCE)).isEqualTo(life);
      for (int count = 0; count < life % 4; count++) {
        CompletableFuture<String> answer = text("x");
        connection.send(ScriptedPeer.success(connection.next(), "\"y\""));
        assertThat(Answers.await(answer)).isEqualTo("y");
      }
      peer.close();
      connection.close();
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("up " + life);
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("down " + life);
    }
  }

  @Test
  void a_call_for_an_earlier_connection_is_not_sent_on_the_next() {
    try (ScriptedPeer peer = ScriptedPeer.at(path)) {
      JsonRpcCaller pinned;
      try (Connection _ = peer.accept()) {
        pinned = client.onGeneration(client.awaitConnected(PATIENCE));
      }
      try (Connection second = peer.accept()) {
        client.awaitConnected(PATIENCE);
        CompletableFuture<String> stale = pinned.call(JsonRpcCall.of("stale", ResultType.text()));
        JsonRpcException failure = HostilePeerIT.failure(stale, JsonRpcException.Transport.class);
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure).hasMessageContaining("earlier connection");
        var _ = text("fresh");
        assertThat(second.next().get("method").asText()).isEqualTo("fresh");
      }
    }
  }

  @Test
  void a_listener_that_comes_late_is_told_of_the_connection_there_is() throws InterruptedException {
    try (ScriptedPeer _ = echo()) {
      client.awaitConnected(PATIENCE);
      BlockingQueue<String> told = new LinkedBlockingQueue<>();
      client.addListener(recorder(told));
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("up 1");
    }
  }

  @Test
  void giving_up_the_connection_makes_a_new_one() {
    try (ScriptedPeer peer = ScriptedPeer.at(path);
        Connection first = peer.accept()) {
      client.awaitConnected(PATIENCE);
      CompletableFuture<String> answer = text("never answered");
      first.next();
      client.reconnect("a test says so");
      assertThat(HostilePeerIT.failure(answer, JsonRpcException.Transport.class))
          .hasMessageContaining("a test says so");
      assertThat(first.isAtEnd()).isTrue();
      try (Connection _ = peer.accept()) {
        assertThat(client.awaitConnected(PATIENCE)).isEqualTo(2);
      }
    }
  }

  @Test
  void a_target_that_answers_and_is_given_up_is_not_connected_to_at_once()
      throws InterruptedException {
    BackOff ever = new BackOff(Duration.ofHours(1), Duration.ofHours(1));
    JsonRpcConfig config = new JsonRpcConfig(path, PATIENCE, ever, 1 << 20);
    try (ScriptedPeer _ = echo();
        JsonRpcClient other = JsonRpcClient.start(config)) {
      other.awaitConnected(PATIENCE);
      assertThat(Answers.await(other.call(JsonRpcCall.of("hello", ResultType.text()))))
          .isEqualTo("hello");
      BlockingQueue<String> told = new LinkedBlockingQueue<>();
      other.addListener(recorder(told));
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("up 1");

      other.reconnect("it answers, and cannot be set up");
      assertThat(told.poll(30, TimeUnit.SECONDS)).startsWith("down 1");

      assertThat(
              HostilePeerIT.failure(
                  other.call(JsonRpcCall.of("again", ResultType.text())),
                  JsonRpcException.Transport.class))
          .hasMessageContaining("it answers, and cannot be set up");
      assertThatThrownBy(() -> other.awaitConnected(Duration.ofMillis(100)))
          .hasMessageContaining("no connection within");
    }
  }

  @Test
  void thousands_of_calls_travel_together_from_many_threads() {
    try (ScriptedPeer _ = echo()) {
      client.awaitConnected(PATIENCE);
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int call = 0; call < 6000; call++) {
        answers.add(text("call-" + call));
      }
      for (int call = 0; call < 6000; call++) {
        assertThat(Answers.await(answers.get(call))).isEqualTo("call-" + call);
      }
    }
  }

  @Test
  void virtual_threads_may_wait_for_their_answers() throws InterruptedException {
    try (ScriptedPeer _ = echo()) {
      client.awaitConnected(PATIENCE);
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      List<Thread> threads =
          Stream.iterate(0, number -> number + 1)
              .limit(1000)
              .map(number -> waiting(heard, "t" + number))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(heard).hasSize(1000).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_peer_that_stops_reading_blocks_nobody() {
    JsonRpcConfig small =
        JsonRpcConfig.of(path).withDeadline(Duration.ofMillis(300)).withOutgoingLimit(2_000_000);
    client.close();
    try (ScriptedPeer peer = ScriptedPeer.at(path);
        JsonRpcClient bounded = JsonRpcClient.start(small);
        Connection deaf = peer.accept()) {
      bounded.awaitConnected(PATIENCE);
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int call = 0; call < 20; call++) {
        answers.add(bounded.call(big()));
      }
      List<JsonRpcException> failures =
          answers.stream()
              .map(answer -> HostilePeerIT.failure(answer, JsonRpcException.class))
              .toList();
      assertThat(failures)
          .as("those beyond the limit fail at once, unsent")
          .anyMatch(failure ->
              failure instanceof JsonRpcException.Transport
                  && !failure.outcomeUnknown()
                  && failure.getMessage().contains("wait to be sent"));
      assertThat(failures)
          .as("the rest at their deadlines, the first of them perhaps carried out")
          .anyMatch(failure ->
              failure instanceof JsonRpcException.Timeout timeout && timeout.outcomeUnknown())
          .anyMatch(failure ->
              failure instanceof JsonRpcException.Timeout timeout && !timeout.outcomeUnknown());
      readsAgain(bounded, deaf);
    }
  }

  @Test
  void a_request_longer_than_the_target_takes_is_refused_before_it_is_sent() {
    try (ScriptedPeer peer = ScriptedPeer.at(path);
        Connection connection = peer.accept()) {
      client.awaitConnected(PATIENCE);
      CompletableFuture<String> tooLong =
          client.call(
              JsonRpcCall.of(
                  "x", new Filler("z".repeat(SpdkJson.REQUEST_LIMIT)), ResultType.text()));
      JsonRpcException failure = HostilePeerIT.failure(tooLong, JsonRpcException.Protocol.class);
      assertThat(failure.outcomeUnknown()).isFalse();
      assertThat(failure).hasMessageContaining("at most 262143");
      var _ = text("next");
      assertThat(connection.next().get("method").asText()).isEqualTo("next");
    }
  }

  @Test
  void the_longest_request_the_target_takes_is_sent() {
    try (ScriptedPeer _ = ScriptedPeer.at(path).serving(request -> answerSize(request))) {
      client.awaitConnected(PATIENCE);
      int around =
          RequestWriter.write(1, JsonRpcCall.of("x", new Filler(""), ResultType.text())).length;
      String longest = "z".repeat(SpdkJson.REQUEST_LIMIT - around);
      assertThat(
              Answers.await(
                  client.call(JsonRpcCall.of("x", new Filler(longest), ResultType.text()))))
          .isEqualTo(Integer.toString(longest.length()));
    }
  }

  @Test
  void closing_the_client_ends_the_calls_under_way() {
    try (ScriptedPeer peer = ScriptedPeer.at(path);
        Connection connection = peer.accept()) {
      client.awaitConnected(PATIENCE);
      CompletableFuture<String> answer = text("x");
      connection.next();
      client.close();
      assertThat(HostilePeerIT.failure(answer, JsonRpcException.Transport.class).outcomeUnknown())
          .isTrue();
      assertUnsent("the client is closed");
      assertThatThrownBy(() -> client.awaitConnected(PATIENCE))
          .hasMessageContaining("the client is closed");
      assertThat(connection.isAtEnd()).isTrue();
    }
  }

  @Test
  void an_interrupted_wait_ends_and_keeps_the_mark() throws InterruptedException {
    try (ScriptedPeer peer = ScriptedPeer.at(path);
        Connection connection = peer.accept()) {
      client.awaitConnected(PATIENCE);
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Answers.await(text("x"));
                } catch (JsonRpcException interrupted) {
                  seen.add(
                      interrupted.outcomeUnknown() + " " + Thread.currentThread().isInterrupted());
                }
              });
      connection.next();
      waiting.interrupt();
      assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("true true");
    }
  }

  @Test
  void a_thousand_connections_leave_no_descriptor_behind() throws Exception {
    client.close();
    try (ScriptedPeer _ = echo()) {
      cycle(20);
      long before = descriptors();
      cycle(1000);
      assertThat(descriptors()).isLessThan(before + 20);
    }
  }

  @Test
  void a_thousand_refused_attempts_leave_no_descriptor_behind() throws Exception {
    client.close();
    ScriptedPeer.at(path).close();
    JsonRpcConfig eager =
        new JsonRpcConfig(
            path, PATIENCE, new BackOff(Duration.ofNanos(1), Duration.ofNanos(2)), 1000);
    long before = descriptors();
    try (JsonRpcClient busy = JsonRpcClient.start(eager)) {
      for (int call = 0; call < 1000; call++) {
        HostilePeerIT.failure(
            busy.call(JsonRpcCall.of("x", ResultType.text())), JsonRpcException.Transport.class);
      }
    }
    assertThat(descriptors()).isLessThan(before + 20);
  }

  private void cycle(int times) {
    for (int turn = 0; turn < times; turn++) {
      try (JsonRpcClient brief = JsonRpcClient.start(JsonRpcConfig.of(path))) {
        brief.awaitConnected(PATIENCE);
        if (turn % 50 == 0) {
          Answers.await(brief.call(JsonRpcCall.of("x", ResultType.text())));
        }
      }
    }
  }

  private static long descriptors() throws Exception {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static void readsAgain(JsonRpcClient bounded, Connection deaf) {
    CompletableFuture<String> next =
        bounded.within(PATIENCE).call(JsonRpcCall.of("next", ResultType.text()));
    JsonNode request = deaf.next();
    while (!request.get("method").asText().equals("next")) {
      request = deaf.next();
    }
    deaf.send(ScriptedPeer.success(request, "\"again\""));
    assertThat(Answers.await(next)).isEqualTo("again");
  }

  private static JsonRpcCall<String> big() {
    return JsonRpcCall.of("big", new Filler("z".repeat(200_000)), ResultType.text());
  }

  private Thread waiting(BlockingQueue<String> heard, String word) {
    return Thread.ofVirtual().start(() -> heard.add(Answers.await(text(word))));
  }

  private ScriptedPeer echo() {
    return ScriptedPeer.at(path)
        .serving(request -> ScriptedPeer.success(request, request.get("method").toString()));
  }

  private static String answerSize(JsonNode request) {
    int size = request.get("params").get("filling").asText().length();
    return ScriptedPeer.success(request, "\"" + size + "\"");
  }

  private CompletableFuture<String> text(String method) {
    return client.call(JsonRpcCall.of(method, ResultType.text()));
  }

  /** The reason is that of the last attempt, so it may take one more to be this one. */
  private void assertUnsent(String why) {
    JsonRpcException failure;
    do {
      failure = HostilePeerIT.failure(text("unsent"), JsonRpcException.Transport.class);
      assertThat(failure.outcomeUnknown()).isFalse();
      assertThat(failure).hasMessageContaining("not sent");
    } while (!failure.getMessage().contains(why));
  }

  private static ConnectionListener recorder(BlockingQueue<String> told) {
    return new ConnectionListener() {
      @Override
      public void connected(long generation) {
        told.add("up " + generation);
      }

      @Override
      public void disconnected(long generation, JsonRpcException cause) {
        told.add("down " + generation);
      }
    };
  }

  private record Filler(String filling) {}
}
