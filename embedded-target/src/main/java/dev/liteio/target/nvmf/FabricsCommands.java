package dev.liteio.target.nvmf;

import dev.liteio.target.nvme.Outcome;
import dev.liteio.target.nvme.Sqe;
import dev.liteio.target.nvme.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Fabrics commands: Connect and properties (NVMe Base 2.0, 6). */
final class FabricsCommands {

  static final int CONNECT_DATA = 1024;

  private static final int DYNAMIC_CNTLID = 0xffff;
  private static final int MAX_QUEUE_DEPTH = 128;
  private static final int MAX_IO_QUEUES = 127;
  private static final int SUBNQN = 256;
  private static final int HOSTNQN = 512;
  private static final int NQN_FIELD = 256;
  private static final long CAP = 0x0800_0020_1e01_007fL;
  private static final int VERSION = 0x20000;
  private static final int READY_TIMEOUTS = 0x1e;

  private FabricsCommands() {}

  /** What a Connect asks for. */
  record Connect(int qid, int sqSize, int cntlid, Admission admission) {

    static Connect parse(Sqe sqe, ByteBuffer data, ListenAddress address)
        throws AdmissionRefusedException {
      if (data.remaining() < CONNECT_DATA) {
        throw AdmissionRefusedException.invalidField(0);
      }
      int qid = sqe.cdw(10) >>> 16;
      int sqSize = sqe.cdw(11) & 0xffff;
      if (sqSize == 0 || sqSize >= MAX_QUEUE_DEPTH + (qid == 0 ? 0 : 1) || qid > MAX_IO_QUEUES) {
        throw AdmissionRefusedException.invalidField(44);
      }
      int base = data.position();
      UUID hostId = new UUID(data.getLong(base), data.getLong(base + 8));
      int cntlid = (data.get(base + 16) & 0xff) | (data.get(base + 17) & 0xff) << 8;
      Admission admission =
          new Admission(
              text(data, base + SUBNQN),
              text(data, base + HOSTNQN),
              hostId,
              address,
              qid == 0 ? sqe.cdw(12) & 0xffffffffL : 0);
      return new Connect(qid, sqSize, cntlid, admission);
    }

    private static String text(ByteBuffer data, int offset) {
      int length = 0;
      while (length < NQN_FIELD && data.get(offset + length) != 0) {
        length++;
      }
      byte[] bytes = new byte[length];
      data.get(offset, bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Lets the queue in. */
  static Controller admit(NvmfTarget target, Connect connect) throws AdmissionRefusedException {
    Subsystem subsystem =
        target
            .find(connect.admission().subsystemNqn())
            .orElseThrow(AdmissionRefusedException::unknownSubsystem);
    if (connect.qid() == 0) {
      if (connect.cntlid() != DYNAMIC_CNTLID) {
        throw AdmissionRefusedException.unknownController();
      }
      return subsystem.admit(connect.admission());
    }
    return subsystem.admitQueue(connect.admission(), connect.cntlid());
  }

  static Outcome propertyGet(Controller controller, Sqe sqe) {
    boolean wide = (sqe.byteAt(40) & 1) != 0;
    return switch (sqe.cdw(11)) {
      case 0x00 -> Outcome.ok(wide ? CAP : CAP & 0xffffffffL);
      case 0x08 -> Outcome.ok(VERSION);
      case 0x14 -> Outcome.ok(controller.configuration() & 0xffffffffL);
      case 0x1c -> Outcome.ok(controller.status());
      case 0x68 -> Outcome.ok(READY_TIMEOUTS);
      default -> Outcome.error(Status.CONNECT_INVALID_PARAMETER);
    };
  }

  static Outcome propertySet(Controller controller, Sqe sqe) {
    if (sqe.cdw(11) != 0x14) {
      return Outcome.error(Status.CONNECT_INVALID_PARAMETER);
    }
    controller.configure(sqe.cdw(12));
    return Outcome.OK;
  }
}
