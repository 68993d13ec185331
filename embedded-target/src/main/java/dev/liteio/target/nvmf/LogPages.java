package dev.liteio.target.nvmf;

import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Outcome;
import dev.liteio.target.nvme.Sqe;
import dev.liteio.target.nvme.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Get Log Page answers (NVMe Base 2.0, 5.16). */
final class LogPages {

  private static final int SUPPORTED = 0x00;
  private static final int ERRORS = 0x01;
  private static final int SMART = 0x02;
  private static final int FIRMWARE_SLOTS = 0x03;
  private static final int CHANGED_NAMESPACES = 0x04;
  private static final int EFFECTS = 0x05;
  private static final int ANA = 0x0c;
  private static final int DISCOVERY = 0x70;
  private static final int[] LISTED = {
    SUPPORTED, ERRORS, SMART, FIRMWARE_SLOTS, CHANGED_NAMESPACES, EFFECTS, ANA
  };
  private static final int MAX_LENGTH = 1 << 20;

  private LogPages() {}

  static Outcome read(Controller controller, DiscoveryLog discovery, Sqe sqe) {
    int page = sqe.cdw(10) & 0xff;
    long length = 4L * (((sqe.cdw(11) & 0xffffL) << 16 | (sqe.cdw(10) >>> 16)) + 1);
    long offset = sqe.cdw64(12);
    if (length > MAX_LENGTH || offset < 0 || offset % 4 != 0) {
      return Outcome.error(Status.INVALID_FIELD);
    }
    ByteBuffer content = content(controller, discovery, page);
    if (content == null) {
      return Outcome.error(Status.INVALID_LOG_PAGE);
    }
    boolean retain = (sqe.cdw(10) & 1 << 15) != 0;
    if (!retain) {
      controller.events().logRead(page);
    }
    ByteBuffer answer = ByteBuffer.allocate((int) Math.min(length, sqe.sglLength() & 0xffffffffL));
    if (offset < content.limit()) {
      int count = Math.min(answer.capacity(), content.limit() - (int) offset);
      answer.put(0, content, (int) offset, count);
    }
    return Outcome.data(answer);
  }

  private static @Nullable ByteBuffer content(
      Controller controller, DiscoveryLog discovery, int page) {
    if (controller.subsystem().isDiscovery()) {
      return page == DISCOVERY
          ? discovery.forHost(controller.hostNqn(), controller.listener())
          : null;
    }
    return switch (page) {
      case SUPPORTED -> supported();
      case ERRORS -> buffer(64 * 128);
      case SMART -> buffer(512);
      case FIRMWARE_SLOTS -> firmwareSlots();
      case CHANGED_NAMESPACES -> changedNamespaces(controller);
      case EFFECTS -> effects();
      case ANA -> ana(controller);
      default -> null;
    };
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer supported() {
    ByteBuffer log = buffer(1024);
    for (int page : LISTED) {
      log.putInt(4 * page, 1);
    }
    return log;
  }

  private static ByteBuffer firmwareSlots() {
    ByteBuffer log = buffer(512);
    log.put(0, (byte) 1);
    log.put(
        8,
        "%-8s"
            .formatted(IdentifyData.FIRMWARE)
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return log;
  }

  private static ByteBuffer changedNamespaces(Controller controller) {
    ByteBuffer log = buffer(4096);
    for (int nsid : controller.events().takeChangedNamespaces()) {
      log.putInt(nsid);
    }
    return log.clear();
  }

  private static ByteBuffer effects() {
    ByteBuffer log = buffer(4096);
    int csupp = 1;
    int lbcc = 1 << 1;
    int scopeController = 0x300000;
    int scopeNone = 0x200000;
    int scopeNamespace = 0x100000;
    admin(log, Opcode.GET_LOG_PAGE, csupp | scopeController);
    admin(log, Opcode.IDENTIFY, csupp | scopeController);
    admin(log, Opcode.ABORT, csupp | scopeNone);
    admin(log, Opcode.SET_FEATURES, csupp | scopeController);
    admin(log, Opcode.GET_FEATURES, csupp | scopeController);
    admin(log, Opcode.ASYNC_EVENT_REQUEST, csupp | scopeNone);
    admin(log, Opcode.KEEP_ALIVE, csupp | scopeNone);
    io(log, Opcode.FLUSH, csupp | lbcc | scopeNamespace);
    io(log, Opcode.WRITE, csupp | lbcc | scopeNamespace);
    io(log, Opcode.READ, csupp | scopeNamespace);
    io(log, Opcode.WRITE_ZEROES, csupp | lbcc | scopeNamespace);
    io(log, Opcode.DATASET_MANAGEMENT, csupp | lbcc | scopeNamespace);
    return log;
  }

  private static void admin(ByteBuffer log, int opcode, int effect) {
    log.putInt(4 * opcode, effect);
  }

  private static void io(ByteBuffer log, int opcode, int effect) {
    log.putInt(1024 + 4 * opcode, effect);
  }

  private static ByteBuffer ana(Controller controller) {
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (Namespace namespace : controller.subsystem().namespaces()) {
      groups.computeIfAbsent(namespace.anaGroup(), key -> new ArrayList<>()).add(namespace.nsid());
    }
    int length = 16 + groups.values().stream().mapToInt(list -> 32 + 4 * list.size()).sum();
    ByteBuffer log = buffer(length);
    log.putShort(8, (short) groups.size());
    log.position(16);
    groups.forEach((group, nsids) -> {
      log.putInt(group).putInt(nsids.size()).putLong(0);
      log.put((byte) controller.listener().state(group).code()).put(new byte[15]);
      nsids.forEach(log::putInt);
    });
    return log.clear();
  }
}
