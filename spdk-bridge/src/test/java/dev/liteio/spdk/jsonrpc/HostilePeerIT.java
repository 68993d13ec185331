package dev.liteio.spdk.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.liteio.spdk.jsonrpc.ScriptedPeer.Connection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of a peer that answers in every way but the usual one. */
class HostilePeerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(60);

  @TempDir Path directory;
  private ScriptedPeer peer;
  private JsonRpcClient client;
  private Connection connection;

  @BeforeEach
  void connect() {
    peer = ScriptedPeer.at(directory.resolve("spdk.sock"));
    client = JsonRpcClient.start(JsonRpcConfig.of(peer.path()).withDeadline(PATIENCE));
    connection = peer.accept();
    client.awaitConnected(PATIENCE);
  }

  @AfterEach
  void end() {
    client.close();
    connection.close();
    peer.close();
  }

  @Test
  void answers_may_come_in_any_order() {
    CompletableFuture<String> first = text("one");
    CompletableFuture<String> second = text("two");
    JsonNode one = connection.next();
    JsonNode two = connection.next();
    connection.send(ScriptedPeer.success(two, "\"2\""));
    assertThat(Answers.await(second)).isEqualTo("2");
    assertThat(first).isNotDone();
    connection.send(ScriptedPeer.success(one, "\"1\""));
    assertThat(Answers.await(first)).isEqualTo("1");
  }

  @Test
  void an_answer_may_be_split_at_every_byte() {
    String sample = "{\"a\":\"\\\"}\\u00e4ä\\\\\",\"b\":[{},[]]}";
    int length = ScriptedPeer.success(call("x", 0), sample).getBytes(StandardCharsets.UTF_8).length;
    for (int split = 1; split < length; split++) {
      CompletableFuture<JsonNode> answer = client.call(JsonRpcCall.of("x", ResultType.json()));
      byte[] bytes =
          ScriptedPeer.success(connection.next(), sample).getBytes(StandardCharsets.UTF_8);
      connection.send(Arrays.copyOfRange(bytes, 0, split));
      connection.send(Arrays.copyOfRange(bytes, split, bytes.length));
      assertThat(Answers.await(answer).get("b").size()).isEqualTo(2);
    }
  }

  @Test
  void an_answer_may_come_byte_by_byte() {
    CompletableFuture<String> answer = text("x");
    for (byte one :
        ScriptedPeer.success(connection.next(), "\"drop by drop\"")
            .getBytes(StandardCharsets.UTF_8)) {
      connection.send(new byte[] {one});
    }
    assertThat(Answers.await(answer)).isEqualTo("drop by drop");
  }

  @Test
  void two_answers_may_come_in_one_read_with_or_without_space_between() {
    CompletableFuture<String> first = text("one");
    CompletableFuture<String> second = text("two");
    CompletableFuture<String> third = text("three");
    connection.send(
        "\n "
            + ScriptedPeer.success(connection.next(), "\"1\"").strip()
            + ScriptedPeer.success(connection.next(), "\"2\"")
            + "\r\n\t"
            + ScriptedPeer.success(connection.next(), "\"3\""));
    assertThat(Answers.await(first)).isEqualTo("1");
    assertThat(Answers.await(second)).isEqualTo("2");
    assertThat(Answers.await(third)).isEqualTo("3");
  }

  @Test
  void a_connection_closed_without_an_answer_leaves_the_outcome_unknown() {
    CompletableFuture<String> answer = text("bdev_lvol_create");
    connection.next();
    connection.close();
    JsonRpcException.Transport failure = failure(answer, JsonRpcException.Transport.class);
    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure.method()).isEqualTo("bdev_lvol_create");
    assertThat(failure).hasMessageContaining("the peer closed the connection");
  }

  @Test
  void half_an_answer_is_a_protocol_error() {
    CompletableFuture<String> answer = text("x");
    String whole = ScriptedPeer.success(connection.next(), "\"abc\"");
    connection.send(whole.substring(0, whole.length() - 4));
    connection.close();
    JsonRpcException.Protocol failure = failure(answer, JsonRpcException.Protocol.class);
    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure).hasMessageContaining("within an answer");
  }

  @Test
  void an_answer_after_the_deadline_is_dropped_and_counted() {
    Exchange<String> late = client.within(SHORT).start(JsonRpcCall.of("slow", ResultType.text()));
    JsonNode request = connection.next();
    JsonRpcException.Timeout failure = failure(late.answer(), JsonRpcException.Timeout.class);
    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(late.settled()).isNotDone();
    connection.send(ScriptedPeer.success(request, "\"too late\""));
    assertThat(late.settled()).succeedsWithin(PATIENCE);
    assertThat(client.lateAnswers()).isEqualTo(1);
    assertStillConnected();
  }

  @Test
  void an_answer_to_a_call_never_made_drops_the_connection_and_all_calls() {
    CompletableFuture<String> first = text("one");
    CompletableFuture<String> second = text("two");
    connection.next();
    connection.next();
    connection.send("{\"jsonrpc\":\"2.0\",\"id\":4711,\"result\":true}");
    assertThat(failure(first, JsonRpcException.Protocol.class).outcomeUnknown()).isTrue();
    assertThat(failure(second, JsonRpcException.Protocol.class))
        .hasMessageContaining("4711")
        .hasMessageContaining("no call");
    assertReconnects();
  }

  @Test
  void a_second_answer_to_one_call_drops_the_connection() {
    CompletableFuture<String> first = text("one");
    CompletableFuture<String> second = text("two");
    String answer = ScriptedPeer.success(connection.next(), "\"1\"");
    connection.next();
    connection.send(answer + answer);
    assertThat(Answers.await(first)).isEqualTo("1");
    failure(second, JsonRpcException.Protocol.class);
    assertReconnects();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "true",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}]",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":tru}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true,}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":NaN}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true,\"error\":{\"code\":1,\"message\":\"\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true,\"result\":true}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":1,\"a\":2}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true,\"more\":1}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"result\":true}",
        "{\"id\":1,\"result\":true}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":true}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.0,\"result\":true}",
        "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"result\":true}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"no\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"-1\",\"message\":\"no\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1}}",
        "{\"jsonrpc\":{\"id\":1},\"id\":1,\"result\":true}",
        "{]",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"\u0000\"}",
      })
  void what_is_no_answer_drops_the_connection(String bytes) {
    CompletableFuture<String> answer = text("x");
    connection.next();
    connection.send(bytes);
    assertThat(failure(answer, JsonRpcException.Protocol.class).outcomeUnknown()).isTrue();
    assertReconnects();
  }

  @Test
  void bytes_that_are_no_utf8_drop_the_connection() {
    CompletableFuture<String> answer = text("x");
    connection.next();
    connection.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"");
    connection.send(new byte[] {(byte) 0xc3, (byte) 0x28, '"', '}'});
    failure(answer, JsonRpcException.Protocol.class);
    assertReconnects();
  }

  @Test
  void deep_nesting_is_refused_before_it_ends() {
    CompletableFuture<String> answer = text("x");
    connection.next();
    connection.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + "[".repeat(100));
    assertThat(failure(answer, JsonRpcException.Protocol.class))
        .hasMessageContaining("nested more than 64 deep");
    assertReconnects();
  }

  @Test
  void an_answer_of_32_mib_is_read() {
    CompletableFuture<String> answer = text("x");
    connection.send(filled(connection.next(), SpdkJson.ANSWER_LIMIT));
    assertThat(Answers.await(answer)).startsWith("zzz").hasSizeGreaterThan(33_000_000);
    assertStillConnected();
  }

  @Test
  void an_answer_over_32_mib_drops_the_connection() {
    CompletableFuture<String> answer = text("x");
    byte[] tooLong = filled(connection.next(), SpdkJson.ANSWER_LIMIT + 1);
    Thread.ofVirtual().start(() -> sendAsFarAsItGoes(tooLong));
    assertThat(failure(answer, JsonRpcException.Protocol.class))
        .hasMessageContaining("longer than 33554432 bytes");
    assertReconnects();
  }

  @Test
  void a_result_of_another_shape_fails_its_call_only() {
    CompletableFuture<String> answer = text("x");
    connection.send(ScriptedPeer.success(connection.next(), "{\"no\":\"text\"}"));
    assertThat(failure(answer, JsonRpcException.Protocol.class).outcomeUnknown()).isTrue();
    assertStillConnected();
  }

  @Test
  void an_error_carries_code_text_and_reason() {
    CompletableFuture<String> answer = text("bdev_lvol_create");
    connection.send(ScriptedPeer.failure(connection.next(), -32602, "No space left on device"));
    JsonRpcException.Remote failure = failure(answer, JsonRpcException.Remote.class);
    assertThat(failure.code()).isEqualTo(-32602);
    assertThat(failure.text()).isEqualTo("No space left on device");
    assertThat(failure.reason()).isEqualTo(SpdkReason.NO_SPACE);
    assertThat(failure.outcomeUnknown()).isFalse();
  }

  private CompletableFuture<String> text(String method) {
    return client.call(JsonRpcCall.of(method, ResultType.text()));
  }

  private void assertStillConnected() {
    CompletableFuture<String> next = text("next");
    connection.send(ScriptedPeer.success(connection.next(), "\"fine\""));
    assertThat(Answers.await(next)).isEqualTo("fine");
    assertThat(client.generation()).hasValue(1);
  }

  private void assertReconnects() {
    connection.close();
    connection = peer.accept();
    assertThat(client.awaitConnected(PATIENCE)).isEqualTo(2);
    CompletableFuture<String> next = text("next");
    connection.send(ScriptedPeer.success(connection.next(), "\"back\""));
    assertThat(Answers.await(next)).isEqualTo("back");
  }

  private void sendAsFarAsItGoes(byte[] bytes) {
    try {
      connection.send(bytes);
    } catch (RuntimeException hungUp) {
      // which is what this is about
    }
  }

  private static byte[] filled(JsonNode request, int size) {
    byte[] frame = new byte[size];
    Arrays.fill(frame, (byte) 'z');
    String around = ScriptedPeer.success(request, "\"|\"").strip();
    byte[] head = around.substring(0, around.indexOf('|')).getBytes(StandardCharsets.UTF_8);
    byte[] tail = around.substring(around.indexOf('|') + 1).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(head, 0, frame, 0, head.length);
    System.arraycopy(tail, 0, frame, size - tail.length, tail.length);
    return frame;
  }

  private static JsonNode call(String method, int id) {
    return new com.fasterxml.jackson.databind.ObjectMapper()
        .createObjectNode()
        .put("method", method)
        .put("id", id);
  }

  static <E extends JsonRpcException> E failure(CompletableFuture<?> answer, Class<E> type) {
    assertThat(answer).failsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    E failure = catchThrowableOfType(type, () -> Answers.await(answer));
    assertThat(failure).isNotNull();
    return failure;
  }
}
