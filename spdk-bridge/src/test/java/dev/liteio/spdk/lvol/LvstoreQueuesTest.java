package dev.liteio.spdk.lvol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.spdk.jsonrpc.Answers;
import dev.liteio.spdk.jsonrpc.Exchange;
import dev.liteio.spdk.jsonrpc.JsonRpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LvstoreQueuesTest {

  private final LvstoreQueues queues = new LvstoreQueues();
  private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();

  @Test
  void calls_on_one_store_run_one_after_the_other_in_order() throws InterruptedException {
    CompletableFuture<String> first = submit("pool", "first");
    CompletableFuture<String> second = submit("pool", "second");
    CompletableFuture<String> third = submit("pool", "third");
    Sent one = next("first");
    assertThat(sent).isEmpty();
    one.succeed();
    Sent two = next("second");
    assertThat(sent).isEmpty();
    two.succeed();
    next("third").succeed();
    assertThat(List.of(Answers.await(first), Answers.await(second), Answers.await(third)))
        .containsExactly("first", "second", "third");
  }

  @Test
  void stores_do_not_wait_for_each_other() throws InterruptedException {
    var _ = submit("one", "a");
    var _ = submit("two", "b");
    assertThat(List.of(take().word, take().word)).containsExactly("a", "b");
  }

  @Test
  void a_failed_call_lets_the_next_run() throws InterruptedException {
    CompletableFuture<String> first = submit("pool", "first");
    var _ = submit("pool", "second");
    next("first").fail(new JsonRpcException.Remote("first", -16, "Device or resource busy"));
    next("second").succeed();
    assertThatThrownBy(() -> Answers.await(first)).isInstanceOf(JsonRpcException.Remote.class);
  }

  @Test
  void a_lost_connection_lets_the_next_run() throws InterruptedException {
    var _ = submit("pool", "first");
    CompletableFuture<String> second = submit("pool", "second");
    next("first").fail(new JsonRpcException.Transport("first", "lost", true));
    next("second").succeed();
    assertThat(Answers.await(second)).isEqualTo("second");
  }

  @Test
  void an_overdue_call_holds_its_store_back_until_its_late_answer() throws InterruptedException {
    var _ = submit("pool", "first");
    CompletableFuture<String> waiting = submit("pool", "waiting");
    Sent overdue = next("first");
    overdue.answer.completeExceptionally(new JsonRpcException.Timeout("first", "no answer", true));
    assertRefused(waiting);
    assertRefused(submit("pool", "later"));
    var _ = submit("other", "elsewhere");
    next("elsewhere").succeed();
    overdue.settled.complete(null);
    CompletableFuture<String> again = submitUntilTaken();
    next("again").succeed();
    assertThat(Answers.await(again)).isEqualTo("again");
  }

  @Test
  void a_call_that_timed_out_unsent_holds_nothing_back() throws InterruptedException {
    var _ = submit("pool", "first");
    CompletableFuture<String> second = submit("pool", "second");
    next("first").fail(new JsonRpcException.Timeout("first", "not sent", false));
    next("second").succeed();
    assertThat(Answers.await(second)).isEqualTo("second");
  }

  @Test
  void a_call_that_cannot_start_lets_the_next_run() throws InterruptedException {
    CompletableFuture<String> broken =
        queues.submit(
            "pool",
            "broken",
            () -> {
              throw new IllegalArgumentException("no");
            });
    var _ = submit("pool", "second");
    next("second").succeed();
    assertThat(broken).isCompletedExceptionally();
  }

  @Test
  void a_long_line_of_calls_that_end_at_once_is_worked_off() {
    CompletableFuture<String> gate = new CompletableFuture<>();
    var _ = queues.submit("pool", "gate", () -> exchange(gate));
    List<CompletableFuture<String>> line = new ArrayList<>();
    for (int call = 0; call < 20_000; call++) {
      line.add(queues.submit("pool", "x", () -> exchange(CompletableFuture.completedFuture("x"))));
    }
    gate.complete("open");
    line.forEach(answer -> assertThat(Answers.await(answer)).isEqualTo("x"));
  }

  /** The late answer frees the store on another thread. */
  private CompletableFuture<String> submitUntilTaken() {
    CompletableFuture<String> again = submit("pool", "again");
    while (again.isCompletedExceptionally()) {
      again = submit("pool", "again");
    }
    return again;
  }

  private static void assertRefused(CompletableFuture<String> answer) {
    assertThatThrownBy(() -> Answers.await(answer))
        .isInstanceOfSatisfying(
            JsonRpcException.Timeout.class,
            timeout -> assertThat(timeout.outcomeUnknown()).isFalse())
        .hasMessageContaining("the answer of first is overdue");
  }

  private CompletableFuture<String> submit(String store, String word) {
    return queues.submit(
        store,
        word,
        () -> {
          Sent call = new Sent(word);
          sent.add(call);
          return new Exchange<>(call.answer, call.settled);
        });
  }

  private static Exchange<String> exchange(CompletableFuture<String> answer) {
    return new Exchange<>(answer, answer.handle((value, failure) -> null));
  }

  private Sent next(String word) throws InterruptedException {
    Sent call = take();
    assertThat(call.word).isEqualTo(word);
    return call;
  }

  private Sent take() throws InterruptedException {
    Sent call = sent.poll(30, TimeUnit.SECONDS);
    assertThat(call).isNotNull();
    return call;
  }

  private static final class Sent {
    private final String word;
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();

    private Sent(String word) {
      this.word = word;
    }

    private void succeed() {
      answer.complete(word);
      settled.complete(null);
    }

    private void fail(JsonRpcException failure) {
      answer.completeExceptionally(failure);
      settled.complete(null);
    }
  }
}
