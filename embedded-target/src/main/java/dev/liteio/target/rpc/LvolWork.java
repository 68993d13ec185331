package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.liteio.target.lvs.Errno;
import dev.liteio.target.lvs.Holds.Hold;
import dev.liteio.target.lvs.Lvol;
import dev.liteio.target.lvs.LvsException;
import dev.liteio.target.lvs.StoreFullException;
import java.io.IOException;
import java.util.List;

/** Work on stores and volumes, which ends in the errors that a real target gives. */
final class LvolWork {

  private LvolWork() {}

  /** A step that ends in one of the errors a real target gives. */
  interface Step<T> {
    T run() throws LvsException, IOException;
  }

  static <T> T run(Step<T> step, Errno... early) throws RpcError {
    return run(RpcError.INVALID_PARAMS, step, early);
  }

  /**
   * Errors found before work starts are errnos; those found later are texts under {@code lateCode}.
   */
  static <T> T run(int lateCode, Step<T> step, Errno... early) throws RpcError {
    try {
      return step.run();
    } catch (LvsException e) {
      throw List.of(early).contains(e.errno())
          ? RpcError.of(e.errno())
          : RpcError.late(lateCode, e.errno());
    } catch (StoreFullException e) {
      throw RpcError.late(lateCode, Errno.ENOSPC);
    } catch (IOException e) {
      throw RpcError.late(lateCode, Errno.EIO);
    }
  }

  /** Work whose result is {@code true}; it lets go of what it holds when it is done. */
  static StagedMethod.Work work(Hold hold, Change change) {
    return () -> {
      try (hold) {
        return run(() -> {
          change.run();
          return Json.yes();
        });
      }
    };
  }

  /** Work whose result is the name of a volume. */
  static StagedMethod.Work making(Hold hold, Step<Lvol> step) {
    return () -> {
      try (hold) {
        return TextNode.valueOf(run(step).name());
      }
    };
  }

  /** A step without a result. */
  interface Change {
    void run() throws LvsException, IOException;
  }
}
