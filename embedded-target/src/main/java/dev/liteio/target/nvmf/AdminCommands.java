package dev.liteio.target.nvmf;

import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Outcome;
import dev.liteio.target.nvme.Sqe;
import dev.liteio.target.nvme.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Commands of the admin queue (NVMe Base 2.0, 5). */
final class AdminCommands {

  private static final int CNS_NAMESPACE = 0x00;
  private static final int CNS_CONTROLLER = 0x01;
  private static final int CNS_ACTIVE_LIST = 0x02;
  private static final int CNS_DESCRIPTORS = 0x03;
  private static final int CNS_COMMAND_SET_NAMESPACE = 0x05;
  private static final int CNS_COMMAND_SET_CONTROLLER = 0x06;
  private static final int ALL_NAMESPACES = 0xffffffff;

  private final DiscoveryLog discovery;

  AdminCommands(DiscoveryLog discovery) {
    this.discovery = discovery;
  }

  /** Runs a command; null = it stays open and is completed later. */
  @Nullable Outcome run(Controller controller, Sqe sqe) {
    controller.heard();
    return switch (sqe.opcode()) {
      case Opcode.IDENTIFY -> fitted(identify(controller, sqe), sqe);
      case Opcode.GET_LOG_PAGE -> LogPages.read(controller, discovery, sqe);
      case Opcode.SET_FEATURES -> controller.features().set(controller, sqe);
      case Opcode.GET_FEATURES -> controller.features().get(controller, sqe);
      case Opcode.ASYNC_EVENT_REQUEST -> controller.events().request(sqe.cid());
      case Opcode.KEEP_ALIVE -> Outcome.OK;
      case Opcode.ABORT -> abort(controller, sqe);
      default -> Outcome.error(Status.INVALID_OPCODE);
    };
  }

  private static Outcome fitted(Outcome outcome, Sqe sqe) {
    ByteBuffer data = outcome.data();
    if (data != null && data.remaining() > sqe.sglLength()) {
      data.limit(Math.max(0, sqe.sglLength()));
    }
    return outcome;
  }

  private static Outcome abort(Controller controller, Sqe sqe) {
    int cid = sqe.cdw(10) >>> 16;
    boolean wasEvent = (sqe.cdw(10) & 0xffff) == 0 && controller.events().abort(cid);
    QueuePair admin = controller.adminQueue();
    if (wasEvent && admin != null) {
      admin.complete(cid, Outcome.error(0x0007)); // command abort requested
    }
    return Outcome.ok(wasEvent ? 0 : 1);
  }

  private static Outcome identify(Controller controller, Sqe sqe) {
    Subsystem subsystem = controller.subsystem();
    int cns = sqe.cdw(10) & 0xff;
    if (subsystem.isDiscovery() && cns != CNS_CONTROLLER) {
      return Outcome.error(Status.INVALID_FIELD);
    }
    return switch (cns) {
      case CNS_CONTROLLER -> Outcome.data(IdentifyData.controller(controller));
      case CNS_NAMESPACE -> namespace(subsystem, sqe.nsid());
      case CNS_ACTIVE_LIST -> activeList(subsystem, sqe.nsid());
      case CNS_DESCRIPTORS -> descriptors(subsystem, sqe.nsid());
      case CNS_COMMAND_SET_NAMESPACE -> Outcome.data(IdentifyData.empty());
      case CNS_COMMAND_SET_CONTROLLER ->
          sqe.cdw(11) >>> 24 == 0
              ? Outcome.data(IdentifyData.nvmCommandSet(subsystem.options().maxNamespaces()))
              : Outcome.error(Status.INVALID_FIELD);
      default -> Outcome.error(Status.INVALID_FIELD);
    };
  }

  private static Outcome namespace(Subsystem subsystem, int nsid) {
    Namespace namespace = subsystem.namespace(nsid);
    if (namespace != null) {
      return Outcome.data(IdentifyData.namespace(namespace));
    }
    boolean valid = nsid > 0 && nsid <= subsystem.options().maxNamespaces();
    // an inactive namespace is all zeroes
    return valid ? Outcome.data(IdentifyData.empty()) : Outcome.error(Status.INVALID_NAMESPACE);
  }

  private static Outcome activeList(Subsystem subsystem, int after) {
    if (after == ALL_NAMESPACES || after == ALL_NAMESPACES - 1) {
      return Outcome.error(Status.INVALID_NAMESPACE);
    }
    return Outcome.data(IdentifyData.activeNamespaces(subsystem.namespaces(), after));
  }

  private static Outcome descriptors(Subsystem subsystem, int nsid) {
    Namespace namespace = subsystem.namespace(nsid);
    return namespace == null
        ? Outcome.error(Status.INVALID_NAMESPACE)
        : Outcome.data(IdentifyData.descriptors(namespace));
  }
}
