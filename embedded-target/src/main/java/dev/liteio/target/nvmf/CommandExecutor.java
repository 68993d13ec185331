package dev.liteio.target.nvmf;

import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Outcome;
import dev.liteio.target.nvme.Sqe;
import dev.liteio.target.nvme.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commands of one queue pair: Connect first, the rest as the controller it led to allows.
 */
public final class CommandExecutor {

  private final NvmfTarget target;
  private final ListenAddress address;
  private final AdminCommands admin;
  private volatile @Nullable Controller controller;
  private int qid;
  private int sqSize = 1;

  public CommandExecutor(NvmfTarget target, ListenAddress address) {
    this.target = target;
    this.address = address;
    this.admin = new AdminCommands(new DiscoveryLog(target));
  }

  /** The controller the queue belongs to, once it is connected. */
  public @Nullable Controller controller() {
    return controller;
  }

  /** 0 until it is connected, and for the admin queue. */
  public int qid() {
    return qid;
  }

  /** How many entries the submission queue has. */
  public int queueEntries() {
    return sqSize + 1;
  }

  /**
   * Runs a command.
   *
   * @return null when it stays open and is completed later
   */
  public @Nullable Outcome run(Sqe sqe, ByteBuffer data, QueuePair queue, QueueIdentity identity) {
    if (sqe.opcode() == Opcode.FABRICS) {
      return fabrics(sqe, data, queue, identity);
    }
    Controller mine = controller;
    if (mine == null || !mine.isReady()) {
      return Outcome.error(Status.COMMAND_SEQUENCE_ERROR);
    }
    if (sqe.fuse() != 0) {
      return Outcome.error(Status.ABORTED_FAILED_FUSED);
    }
    return qid == 0 ? admin.run(mine, sqe) : IoCommands.run(mine, sqe, data);
  }

  private Outcome fabrics(Sqe sqe, ByteBuffer data, QueuePair queue, QueueIdentity identity) {
    Controller mine = controller;
    if (mine == null) {
      return sqe.fabricsType() == Opcode.FABRICS_CONNECT
          ? connect(sqe, data, queue, identity)
          : Outcome.error(Status.COMMAND_SEQUENCE_ERROR);
    }
    if (qid != 0) {
      return Outcome.error(Status.INVALID_OPCODE);
    }
    mine.heard();
    return switch (sqe.fabricsType()) {
      case Opcode.FABRICS_PROPERTY_GET -> FabricsCommands.propertyGet(mine, sqe);
      case Opcode.FABRICS_PROPERTY_SET -> FabricsCommands.propertySet(mine, sqe);
      case Opcode.FABRICS_CONNECT -> Outcome.error(Status.COMMAND_SEQUENCE_ERROR);
      default -> Outcome.error(Status.INVALID_OPCODE);
    };
  }

  /** How a queue learns its id before the controller gets to see it. */
  @FunctionalInterface
  public interface QueueIdentity {
    /** The queue is this one from now on. */
    void becomes(int qid);
  }

  private Outcome connect(Sqe sqe, ByteBuffer data, QueuePair queue, QueueIdentity identity) {
    try {
      FabricsCommands.Connect connect = FabricsCommands.Connect.parse(sqe, data, address);
      Controller admitted = FabricsCommands.admit(target, connect);
      identity.becomes(connect.qid());
      if (!admitted.add(queue)) {
        return AdmissionRefusedException.invalidField(42).outcome();
      }
      controller = admitted;
      qid = connect.qid();
      sqSize = connect.sqSize();
      return Outcome.ok(admitted.cntlid());
    } catch (AdmissionRefusedException e) {
      return e.outcome();
    }
  }
}
