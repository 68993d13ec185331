package dev.liteio.target.nvmf;

import dev.liteio.target.nvme.Outcome;
import dev.liteio.target.nvme.Sqe;
import dev.liteio.target.nvme.Status;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Features of one controller (NVMe Base 2.0, 5.15 and 5.27). */
final class Features {

  private static final int ARBITRATION = 0x01;
  private static final int POWER_MANAGEMENT = 0x02;
  private static final int TEMPERATURE = 0x04;
  private static final int ERROR_RECOVERY = 0x05;
  private static final int VOLATILE_WRITE_CACHE = 0x06;
  private static final int NUMBER_OF_QUEUES = 0x07;
  private static final int INTERRUPT_COALESCING = 0x08;
  private static final int WRITE_ATOMICITY = 0x0a;
  private static final int ASYNC_EVENTS = 0x0b;
  private static final int KEEP_ALIVE = 0x0f;
  private static final long QUEUES = 0x007e007eL;

  private final Map<Integer, Integer> values =
      new ConcurrentHashMap<>(
          Map.of(
              ARBITRATION, 0,
              POWER_MANAGEMENT, 0,
              TEMPERATURE, 0,
              ERROR_RECOVERY, 0,
              VOLATILE_WRITE_CACHE, 1,
              INTERRUPT_COALESCING, 0,
              WRITE_ATOMICITY, 0));

  Outcome set(Controller controller, Sqe sqe) {
    int id = sqe.cdw(10) & 0xff;
    return switch (id) {
      case NUMBER_OF_QUEUES -> Outcome.ok(QUEUES);
      case ASYNC_EVENTS -> {
        controller.events().configure(sqe.cdw(11));
        yield Outcome.OK;
      }
      case KEEP_ALIVE -> Outcome.OK;
      default -> {
        boolean known = values.computeIfPresent(id, (key, old) -> sqe.cdw(11)) != null;
        yield known ? Outcome.OK : Outcome.error(Status.INVALID_FIELD);
      }
    };
  }

  Outcome get(Controller controller, Sqe sqe) {
    int id = sqe.cdw(10) & 0xff;
    return switch (id) {
      case NUMBER_OF_QUEUES -> Outcome.ok(QUEUES);
      case ASYNC_EVENTS -> Outcome.ok(controller.events().configuration());
      case KEEP_ALIVE -> Outcome.ok(controller.keepAliveMillis());
      default -> {
        Integer value = values.get(id);
        yield value == null ? Outcome.error(Status.INVALID_FIELD) : Outcome.ok(value);
      }
    };
  }
}
