package dev.liteio.target.replay;

import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Sqe;
import dev.liteio.target.tcp.Digests;
import dev.liteio.target.tcp.PduChannel;
import dev.liteio.target.tcp.PduHeader;
import dev.liteio.target.tcp.PduType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what the host said, and lays what the target answers beside what was recorded. */
final class Replay implements AutoCloseable {

  /** What is done to the target in between. */
  interface Act {
    void run(Recorded step) throws Exception;
  }

  private static final class Connection {
    private final PduChannel pdus;
    private boolean admin = true;
    private final Map<Integer, String> commands = new HashMap<>();
    private final Map<Integer, Integer> tags = new HashMap<>();
    private final List<Answer> early = new ArrayList<>();

    Connection(PduChannel pdus) {
      this.pdus = pdus;
    }
  }

  private final InetSocketAddress address;
  private final Act act;
  private final Map<String, Connection> connections = new HashMap<>();
  private final Set<String> differences = new LinkedHashSet<>();
  private int compared;

  Replay(InetSocketAddress address, Act act) {
    this.address = address;
    this.act = act;
  }

  /** How many PDUs were laid beside recorded ones. */
  int compared() {
    return compared;
  }

  /** What differs and is not meant to. */
  Set<String> run(List<Recorded> scenario) throws Exception {
    for (Recorded step : scenario) {
      try {
        switch (step.from()) {
          case ">" -> say(step);
          case "<" -> expect(step);
          default -> act.run(step);
        }
      } catch (IOException e) {
        throw new IOException("line " + step.line() + " " + step.what() + ": " + e, e);
      }
    }
    return differences;
  }

  private Connection connection(Recorded step) throws IOException {
    Connection known = connections.get(step.connection());
    if (known == null) {
      known = new Connection(new PduChannel(SocketChannel.open(address)));
      connections.put(step.connection(), known);
    }
    return known;
  }

  // ---- the host

  private void say(Recorded step) throws IOException {
    Connection to = connection(step);
    switch (step.what()) {
      case "icreq" -> {
        byte[] bytes = step.bytes(0).known();
        to.pdus.send(PduType.IC_REQ, 0, ByteBuffer.wrap(bytes, 8, 120).slice(), null);
      }
      case "capsule" -> capsule(step, to);
      case "data" -> data(step, to);
      case "close" -> to.pdus.close();
      default -> throw new IllegalArgumentException(step.toString());
    }
  }

  private void capsule(Recorded step, Connection to) throws IOException {
    byte[] sqe = step.bytes(0).known();
    Sqe command = new Sqe(ByteBuffer.wrap(sqe));
    if (command.opcode() == Opcode.FABRICS && command.fabricsType() == Opcode.FABRICS_CONNECT) {
      to.admin = command.cdw(10) >>> 16 == 0;
    }
    to.commands.put(command.cid(), to.admin ? adminKind(command) : ioKind(command));
    ByteBuffer data =
        step.rest().size() == 1 ? null : ByteBuffer.wrap(step.bytes(2).ofLength(step.number(1)));
    to.pdus.send(PduType.CAPSULE_CMD, 0, ByteBuffer.wrap(sqe), data);
  }

  private static String ioKind(Sqe sqe) {
    return "io %02x".formatted(sqe.opcode());
  }

  private static String adminKind(Sqe sqe) {
    int low = sqe.cdw(10) & 0xff;
    return switch (sqe.opcode()) {
      case Opcode.FABRICS -> "fabrics %02x %x".formatted(sqe.fabricsType(), sqe.cdw(11));
      case Opcode.IDENTIFY -> "identify %02x".formatted(low);
      case Opcode.SET_FEATURES -> "features set %02x".formatted(low);
      case Opcode.GET_FEATURES -> "features get %02x".formatted(low);
      case Opcode.GET_LOG_PAGE -> "log %02x".formatted(low);
      default -> "admin %02x".formatted(sqe.opcode());
    };
  }

  private void data(Recorded step, Connection to) throws IOException {
    int length = step.number(3);
    ByteBuffer body = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    body.putShort((short) step.number(0)).putShort((short) (int) to.tags.get(step.number(0)));
    body.putInt(step.number(1)).putInt(length);
    to.pdus.send(
        PduType.H2C_DATA,
        step.number(2),
        body.clear(),
        ByteBuffer.wrap(step.bytes(4).ofLength(length)));
  }

  // ---- the controller

  private void expect(Recorded step) throws IOException {
    Connection from = connection(step);
    compared++;
    switch (step.what()) {
      case "icresp" -> {
        Answer answer = Answer.read(from.pdus);
        byte[] recorded = step.bytes(0).known();
        compare("icresp", 8, recorded, answer.body(), 0, step);
        from.pdus.use(Digests.ofBits(recorded[11]));
      }
      case "resp" -> {
        byte[] cqe = step.bytes(0).known();
        int cid = (cqe[12] & 0xff) | ((cqe[13] & 0xff) << 8);
        Answer answer = next(from, PduType.CAPSULE_RESP, cid, step);
        completion(kindOf(from, cid), cqe, answer.body(), step);
      }
      case "r2t" -> {
        Answer answer = next(from, PduType.R2T, step.number(0), step);
        from.tags.put(answer.cid(), answer.tag());
        if (answer.offset() != step.number(1) || answer.length() != step.number(2)) {
          differences.add("line %d: R2T %s".formatted(step.line(), answer));
        }
      }
      case "data" -> {
        Answer answer = next(from, PduType.C2H_DATA, step.number(0), step);
        content(step, kindOf(from, step.number(0)), answer);
      }
      default -> throw new IllegalArgumentException(step.toString());
    }
  }

  private static String kindOf(Connection from, int cid) {
    return from.commands.getOrDefault(cid, "?");
  }

  private Answer next(Connection from, int type, int cid, Recorded step) throws IOException {
    Iterator<Answer> earlier = from.early.iterator();
    while (earlier.hasNext()) {
      Answer answer = earlier.next();
      if (answer.header().type() == type && answer.cid() == cid) {
        earlier.remove();
        return answer;
      }
    }
    while (true) {
      Answer answer = Answer.read(from.pdus);
      if (answer.header().type() == type && answer.cid() == cid) {
        return answer;
      }
      // data that the recorded target did not send goes with a completion that did not fail there
      from.early.add(answer);
      if (type == PduType.C2H_DATA
          && answer.header().type() == PduType.CAPSULE_RESP
          && answer.cid() == cid) {
        differ(kindOf(from, cid), -1, "data", "none", step);
        return new Answer(new PduHeader(type, 4, 24, 24, 24), new byte[16], new byte[0]);
      }
    }
  }

  private void content(Recorded step, String kind, Answer answer) {
    Recorded.Bytes recorded = step.bytes(4);
    if (answer.data().length == 0 && Deliberate.covers(kind, -1)) {
      return;
    }
    if (answer.data().length != step.number(3)
        || answer.offset() != step.number(1)
        || (answer.header().flags() & 0xc) != step.number(2)) {
      differences.add("line %d %s: %s".formatted(step.line(), kind, answer.header()));
    }
    if (!recorded.cut()) { // what was written was cut too
      compare(kind, 0, recorded.known(), answer.data(), 0, step);
    }
  }

  private void compare(
      String kind, int skip, byte[] recorded, byte[] answered, int base, Recorded step) {
    for (int i = skip; i < recorded.length && i - skip < answered.length; i++) {
      if (recorded[i] != answered[i - skip]) {
        differ(
            kind,
            base + i,
            "%02x".formatted(recorded[i]),
            "%02x".formatted(answered[i - skip]),
            step);
      }
    }
  }

  private void completion(String kind, byte[] recorded, byte[] answered, Recorded step) {
    for (int i = 0; i < recorded.length; i++) {
      if (recorded[i] != answered[i]) {
        String field = i < 8 ? "result" : i < 10 ? "SQHD" : "status";
        differ(
            kind,
            -1,
            field + " %02x".formatted(recorded[i]),
            "%02x at %d".formatted(answered[i], i),
            step);
      }
    }
  }

  private void differ(String kind, int at, String recorded, String answered, Recorded step) {
    if (!Deliberate.covers(kind, at)) {
      differences.add(
          "%s, byte %d: recorded %s, answered %s (line %d)"
              .formatted(kind, at, recorded, answered, step.line()));
    }
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections.values()) {
      connection.pdus.close();
    }
  }
}
