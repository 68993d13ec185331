package dev.liteio.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.jsonrpc.Answers;
import dev.liteio.spdk.jsonrpc.Exchange;
import dev.liteio.spdk.jsonrpc.JsonRpcCall;
import dev.liteio.spdk.jsonrpc.JsonRpcCaller;
import dev.liteio.spdk.jsonrpc.JsonRpcException;
import dev.liteio.spdk.lvol.LvstoreQueues;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A target that takes longer to erase a volume than a call may take, and lists it no more. */
@Timeout(30)
class ErasingTest {
  private static final String STORE = StoreName.of("pool-1", "/dev/a");
  private static final StoredVolume VOLUME =
      new StoredVolume(STORE, "lv-1", "bdev-1", 1L << 30, false, 1L << 30);
  private static final PoolLayout POOL = new PoolLayout("pool-1", List.of("/dev/a"), 4 << 20);

  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private final LvsEngine engine =
      new LvsEngine(SpdkTarget.over(new SlowTarget(), new LvstoreQueues()), null);

  private final class SlowTarget implements JsonRpcCaller {
    @Override
    @SuppressWarnings("unchecked")
    public <T> Exchange<T> start(JsonRpcCall<T> call) {
      if (!call.method().equals("bdev_lvol_delete")) {
        return new Exchange<>(
            CompletableFuture.completedFuture((T) List.of()),
            CompletableFuture.completedFuture(null));
      }
      return new Exchange<>(
          CompletableFuture.failedFuture(
              new JsonRpcException.Timeout(call.method(), "no answer after 10 s", true)),
          settled);
    }

    @Override
    public JsonRpcCaller within(Duration deadline) {
      return this;
    }

    @Override
    public JsonRpcCaller onGeneration(long generation) {
      return this;
    }
  }

  @Test
  void what_is_still_being_erased_is_listed_until_the_target_is_done() {
    assertThatThrownBy(() -> Answers.await(engine.delete(VOLUME)))
        .isInstanceOf(JsonRpcException.Timeout.class);
    assertThat(volumes()).containsExactly(VOLUME);
    assertThatThrownBy(() -> Answers.await(engine.delete(VOLUME)))
        .isInstanceOf(JsonRpcException.Timeout.class);
    assertThat(volumes()).containsExactly(VOLUME);

    settled.complete(null);

    while (!volumes().isEmpty()) { // the queue moves on on a thread of its own
      LockSupport.parkNanos(1_000_000);
    }
  }

  private List<StoredVolume> volumes() {
    return Answers.await(engine.list(POOL)).volumes();
  }
}
