package dev.liteio.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.failure.FailedPrecondition;
import dev.liteio.failure.Unavailable;
import dev.liteio.rpc.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KernelCallTest {
  private static final TimeLimit LONG = TimeLimit.after(Duration.ofMinutes(1));
  private static final TimeLimit SHORT = TimeLimit.after(Duration.ofMillis(100));

  @Test
  void an_answer_is_returned() {
    assertThat(KernelCall.answer("opening x", LONG, () -> 7, _ -> {})).isEqualTo(7);
  }

  @Test
  void an_answer_that_comes_late_is_cleaned_up() throws Exception {
    var kernel = new CountDownLatch(1);
    var late = new CompletableFuture<String>();
    assertThatThrownBy(() ->
            KernelCall.answer(
                "opening x",
                SHORT,
                () -> {
                  kernel.await();
                  return "open";
                },
                late::complete))
        .isInstanceOf(Unavailable.class)
        .hasMessage("opening x: not answered in time; its target may be away, repeat the call");
    kernel.countDown();
    assertThat(late.get(1, TimeUnit.MINUTES)).isEqualTo("open");
  }

  @Test
  void what_fails_says_so() {
    assertThatThrownBy(() -> KernelCall.answer("opening x", LONG, () -> failed("EBUSY"), _ -> {}))
        .isInstanceOf(Unavailable.class)
        .hasMessage("opening x: java.io.IOException: EBUSY; repeat the call");
    assertThatThrownBy(() ->
            KernelCall.answer(
                "opening x",
                LONG,
                () -> {
                  throw new FailedPrecondition("not ours");
                },
                _ -> {}))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessage("not ours");
    assertThatThrownBy(() ->
            KernelCall.answer(
                "opening x",
                LONG,
                () -> {
                  throw new NoClassDefFoundError("one");
                },
                _ -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(NoClassDefFoundError.class);
  }

  private static int failed(String why) throws IOException {
    throw new IOException(why);
  }

  @Test
  void who_is_interrupted_waits_no_longer() {
    Thread.currentThread().interrupt();
    var kernel = new CountDownLatch(1);
    assertThatThrownBy(() ->
            KernelCall.answer(
                "opening x",
                LONG,
                () -> {
                  kernel.await();
                  return 1;
                },
                _ -> {}))
        .isInstanceOf(Unavailable.class);
    assertThat(Thread.interrupted()).isTrue();
    kernel.countDown();
  }
}
