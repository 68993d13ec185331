package dev.liteio.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.failure.OperationPending;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight();

  @Test
  void aSecondCallForTheVolumeIsToldToComeBack() {
    try (var _ = inFlight.claim("pvc-1", "NodeStageVolume")) {
      assertThatThrownBy(() -> inFlight.claim("pvc-1", "NodeUnstageVolume"))
          .isInstanceOf(OperationPending.class)
          .hasMessageContaining("pvc-1")
          .hasMessageContaining("NodeStageVolume");
      try (var other = inFlight.claim("pvc-2", "NodeStageVolume")) {
        assertThat(other.key()).isEqualTo("pvc-2");
      }
    }
    inFlight.claim("pvc-1", "NodeUnstageVolume").close();
  }

  @Test
  void whatIsDoneInTheBackgroundGivesWay() throws Exception {
    try (var _ = inFlight.claim("v", "NodeStageVolume")) {
      assertThat(inFlight.background("v")).isEmpty();
    }
    var look = inFlight.background("v").orElseThrow();
    var call = CompletableFuture.supplyAsync(() -> inFlight.claim("v", "NodeStageVolume"));
    assertThat(call).isNotDone();
    look.close();
    call.get(10, TimeUnit.SECONDS).close();
    assertThat(inFlight.background("v")).isPresent();
  }

  @Test
  void neverTwoAtOnce() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new AtomicInteger();
    var refused = new AtomicInteger();
    var start = new CyclicBarrier(8);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        var _ =
            callers.submit(() -> {
              start.await();
              for (int n = 0; n < 500; n++) {
                try (var _ = inFlight.claim("v", "x")) {
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  done.incrementAndGet();
                  inside.decrementAndGet();
                } catch (OperationPending e) {
                  refused.incrementAndGet();
                }
              }
              return null;
            });
      }
    }
    assertThat(most).hasValue(1);
    assertThat(done.get() + refused.get()).isEqualTo(4000);
  }
}
