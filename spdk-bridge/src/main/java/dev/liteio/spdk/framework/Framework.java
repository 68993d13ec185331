package dev.liteio.spdk.framework;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The SPDK process: what it is, whether it is ready, which process it is. */
public interface Framework {

  /** RPC spdk_get_version; answered also while the target starts. */
  CompletableFuture<SpdkVersion> version();

  /** RPC framework_wait_init: done when the target has started. Call it before anything else. */
  CompletableFuture<Void> waitInit();

  /** RPC framework_get_reactors: process id and threads; another pid is another process. */
  CompletableFuture<Reactors> reactors();

  /** RPC rpc_get_methods: the names of all methods of this release and build. */
  CompletableFuture<List<String>> methods();

  /** RPC spdk_kill_instance: ends the process in order; the answer comes before the end. */
  CompletableFuture<Void> kill(EndSignal signal);
}
