package dev.liteio.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class KeyedLoopTest {

  private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(10));

  @Test
  void aFailureIsTriedAgainUntilItSucceeds() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch succeeded = new CountDownLatch(1);
    try (KeyedLoop<String> loop =
        new KeyedLoop<>(
            "test",
            key -> {
              if (calls.incrementAndGet() < 5) {
                throw new IllegalStateException("not yet");
              }
              succeeded.countDown();
              return Optional.empty();
            },
            QUICK)) {
      loop.start(2);
      loop.wake("a");
      succeeded.await();
    }
    assertThat(calls).hasValue(5);
  }

  @Test
  void neverTwoWorkersOnOneKey() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch enough = new CountDownLatch(200);
    try (KeyedLoop<String> loop =
        new KeyedLoop<>(
            "test",
            key -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              inside.decrementAndGet();
              enough.countDown();
              return Optional.of(Duration.ofNanos(1));
            },
            QUICK)) {
      loop.start(4);
      loop.wake("a");
      enough.await();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void theWaitDoublesUpToItsLimit() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));
    assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(backoff.after(3)).isEqualTo(Duration.ofMillis(400));
    assertThat(backoff.after(1000)).isEqualTo(Duration.ofSeconds(30));
  }
}
