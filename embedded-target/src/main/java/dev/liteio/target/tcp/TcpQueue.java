package dev.liteio.target.tcp;

import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Outcome;
import dev.liteio.target.nvme.Sqe;
import dev.liteio.target.nvme.Status;
import dev.liteio.target.nvmf.CommandExecutor;
import dev.liteio.target.nvmf.Controller;
import dev.liteio.target.nvmf.QueuePair;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target's end of a queue pair's connection: one thread reads PDUs and runs commands in their
 * order. Whoever shuts the queue out takes the lock a command runs under, so that none runs after
 * it.
 */
final class TcpQueue implements QueuePair, Runnable {

  static final int MAX_DATA = 131072;

  private static final Logger LOG = LoggerFactory.getLogger(TcpQueue.class);
  private static final int IC_LENGTH = 128;
  private static final int CAPSULE_HEADER = PduHeader.LENGTH + Sqe.LENGTH;
  private static final int DATA_HEADER = 24;
  private static final int TERM_HEADER = 24;
  private static final long TERMINATION_MILLIS = 1000;
  private static final int MAX_IN_CAPSULE = 8192;
  private static final int IN_CAPSULE_SGL = 0x01;
  private static final BufferPool BUFFERS = new BufferPool(MAX_DATA);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final PduChannel pdus;
  private final CommandExecutor executor;
  private final InetSocketAddress peer;
  private final ReentrantLock running = new ReentrantLock();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Transfers transfers = new Transfers(BUFFERS);
  private final Object completing = new Object();
  private int completed;
  private volatile int qid;
  private volatile boolean fenced;

  TcpQueue(PduChannel pdus, CommandExecutor executor, InetSocketAddress peer) {
    this.pdus = pdus;
    this.executor = executor;
    this.peer = peer;
  }

  // ---- life

  @Override
  public void run() {
    try {
      negotiate();
      PduHeader header = pdus.readHeader();
      while (!fenced && header != null) {
        receive(header);
        header = pdus.readHeader();
      }
    } catch (ProtocolViolation e) {
      LOG.warn("action=terminate peer={} error=\"{}\"", peer, e.getMessage());
      terminate(e);
    } catch (IOException e) {
      LOG.debug("action=close peer={} reason=\"{}\"", peer, e.toString());
    } catch (RuntimeException e) {
      LOG.error("action=close peer={}", peer, e);
    } finally {
      closeNow();
    }
  }

  private void closeNow() {
    fenced = true;
    try {
      pdus.close();
    } catch (IOException e) {
      LOG.debug("action=close peer={} error=\"{}\"", peer, e.toString());
    }
    transfers.endAll();
    Controller controller = executor.controller();
    if (controller != null) {
      controller.queueGone(this);
    }
    stopped.countDown();
  }

  @Override
  public void stop() {
    fenced = true;
    // off this thread: the command under way may take long, and may be what calls us
    Thread.ofVirtual().name("stop-queue").start(this::closeWhenIdle);
  }

  private void closeWhenIdle() {
    running.lock();
    try {
      pdus.close(); // the reader wakes up and cleans up
    } catch (IOException e) {
      LOG.debug("action=stop peer={} error=\"{}\"", peer, e.toString());
    } finally {
      running.unlock();
    }
  }

  @Override
  public boolean awaitStopped(long time, TimeUnit unit) throws InterruptedException {
    return stopped.await(time, unit);
  }

  @Override
  public int qid() {
    return qid;
  }

  @Override
  public InetSocketAddress peer() {
    return peer;
  }

  @Override
  public boolean isEnabled() {
    return !fenced;
  }

  /** Closes the connection when it has not become a queue of a controller by now. */
  void closeUnlessConnected() {
    if (executor.controller() == null) {
      LOG.warn("action=close peer={} reason=\"no Connect in time\"", peer);
      closeWhenIdle();
    }
  }

  // ---- PDUs from the host

  private void negotiate() throws IOException {
    PduHeader header = pdus.readHeader();
    if (header == null) {
      throw new IOException("closed before the connection was initialised");
    }
    if (header.type() != PduType.IC_REQ
        || header.length() != IC_LENGTH
        || header.headerLength() != IC_LENGTH) {
      throw new ProtocolViolation(ProtocolViolation.PDU_SEQUENCE_ERROR, 0, "no ICReq of 128 bytes");
    }
    ByteBuffer body = pdus.readRest(header, IC_LENGTH);
    int format = body.getShort() & 0xffff;
    if (format != 0) {
      throw new ProtocolViolation(ProtocolViolation.UNSUPPORTED_PARAMETER, 8, "PFV " + format);
    }
    body.get(); // HPDA: our data never follows later than it may
    Digests digests = Digests.ofBits(body.get());
    ByteBuffer answer =
        ByteBuffer.allocate(IC_LENGTH - PduHeader.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    answer.put(3, (byte) digests.bits()).putInt(4, MAX_DATA);
    pdus.send(PduType.IC_RESP, 0, answer, null);
    pdus.use(digests);
  }

  private void receive(PduHeader header) throws IOException {
    switch (header.type()) {
      case PduType.CAPSULE_CMD -> capsule(header);
      case PduType.H2C_DATA -> data(header);
      case PduType.H2C_TERM_REQ -> throw new IOException("the host terminated the connection");
      default ->
          throw new ProtocolViolation(
              ProtocolViolation.INVALID_HEADER_FIELD, 0, "PDU type %#x".formatted(header.type()));
    }
  }

  private void capsule(PduHeader header) throws IOException {
    Layout.checkHeaderLength(header, CAPSULE_HEADER);
    long dataLength = Layout.dataLength(header, CAPSULE_HEADER, pdus.digests());
    if (dataLength > MAX_IN_CAPSULE) {
      throw new ProtocolViolation(
          ProtocolViolation.DATA_LIMIT_EXCEEDED, 4, dataLength + " bytes in a capsule");
    }
    ByteBuffer body = pdus.readRest(header, CAPSULE_HEADER);
    Sqe sqe = new Sqe(body);
    ByteBuffer data = ByteBuffer.allocate((int) dataLength);
    pdus.skip(Layout.padding(header, CAPSULE_HEADER, dataLength, pdus.digests()));
    boolean intact = pdus.readData(header, data);
    if (!intact) {
      respond(sqe.cid(), Outcome.error(Status.DATA_TRANSFER_ERROR), null);
      return;
    }
    command(sqe, data.flip());
  }

  private void command(Sqe sqe, ByteBuffer capsuleData) throws IOException {
    boolean fabrics = sqe.opcode() == Opcode.FABRICS;
    int direction = (fabrics ? sqe.fabricsType() : sqe.opcode()) & 3;
    int length = sqe.sglLength();
    if (direction == 1 && length != 0 && sqe.sglType() != IN_CAPSULE_SGL) {
      requestData(sqe, length);
    } else if (direction == 1) {
      if (length > capsuleData.remaining() || length < 0 || sqe.sglAddress() != 0) {
        respond(
            sqe.cid(),
            Outcome.error(
                length < 0 || sqe.sglAddress() == 0
                    ? Status.DATA_SGL_LENGTH_INVALID
                    : Status.SGL_OFFSET_INVALID),
            null);
        return;
      }
      execute(sqe, capsuleData.limit(capsuleData.position() + length));
    } else if (direction == 2 && length != 0) {
      read(sqe, length);
    } else {
      execute(sqe, NOTHING.duplicate());
    }
  }

  private void read(Sqe sqe, int length) throws IOException {
    if (executor.qid() == 0) {
      execute(sqe, NOTHING.duplicate()); // admin commands bring their own data
      return;
    }
    if (length < 0 || length > MAX_DATA) {
      respond(sqe.cid(), Outcome.error(Status.DATA_SGL_LENGTH_INVALID), null);
      return;
    }
    ByteBuffer room = BUFFERS.take();
    try {
      execute(sqe, room.slice(0, length));
    } finally {
      BUFFERS.give(room);
    }
  }

  private void requestData(Sqe sqe, int length) throws IOException {
    if (length < 0 || length > MAX_DATA || transfers.isFull()) {
      respond(sqe.cid(), Outcome.error(Status.DATA_SGL_LENGTH_INVALID), null);
      return;
    }
    int tag = transfers.begin(sqe, length);
    ByteBuffer body =
        ByteBuffer.allocate(DATA_HEADER - PduHeader.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    body.putShort((short) sqe.cid()).putShort((short) tag).putInt(0).putInt(length).putInt(0);
    pdus.send(PduType.R2T, 0, body.flip(), null);
  }

  private void data(PduHeader header) throws IOException {
    Layout.checkHeaderLength(header, DATA_HEADER);
    long length = Layout.dataLength(header, DATA_HEADER, pdus.digests());
    ByteBuffer body = pdus.readRest(header, DATA_HEADER);
    int cid = body.getShort() & 0xffff;
    int tag = body.getShort() & 0xffff;
    long offset = body.getInt() & 0xffffffffL;
    long announced = body.getInt() & 0xffffffffL;
    Transfer transfer = transfers.continued(tag, cid, offset, announced, length);
    ByteBuffer room = transfer.data();
    pdus.skip(Layout.padding(header, DATA_HEADER, length, pdus.digests()));
    int end = room.limit();
    room.limit(room.position() + (int) length);
    boolean intact = pdus.readData(header, room);
    room.limit(end);
    if (intact && !transfer.isComplete()) {
      return;
    }
    transfers.end(tag);
    try {
      if (intact) {
        execute(transfer.sqe(), room.flip());
      } else {
        respond(cid, Outcome.error(Status.DATA_TRANSFER_ERROR), null);
      }
    } finally {
      BUFFERS.give(room);
    }
  }

  // ---- commands

  private void execute(Sqe sqe, ByteBuffer data) throws IOException {
    Outcome outcome;
    running.lock();
    try {
      if (fenced) {
        throw new IOException("shut out");
      }
      outcome = executor.run(sqe, data, this, id -> qid = id);
    } finally {
      running.unlock();
    }
    if (outcome != null) {
      respond(sqe.cid(), outcome, sqe);
    }
  }

  @Override
  public void complete(int cid, Outcome outcome) {
    // off this thread: a host that does not read must not hold up whoever has news for it
    Thread.ofVirtual().name("complete-command").start(() -> completeNow(cid, outcome));
  }

  private void completeNow(int cid, Outcome outcome) {
    try {
      respond(cid, outcome, null);
    } catch (IOException e) {
      LOG.debug("action=complete peer={} error=\"{}\"", peer, e.toString());
    }
  }

  private void respond(int cid, Outcome outcome, @Nullable Sqe sqe) throws IOException {
    ByteBuffer data = outcome.data();
    if (data != null && sqe != null) {
      sendData(cid, data);
    }
    ByteBuffer cqe = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    synchronized (completing) {
      if (executor.controller() != null) {
        completed = (completed + 1) % executor.queueEntries();
      }
      cqe.putLong(outcome.result()).putShort((short) completed).putShort((short) 0);
      cqe.putShort((short) cid).putShort((short) (outcome.status() << 1)).flip();
      pdus.send(PduType.CAPSULE_RESP, 0, cqe, null);
    }
  }

  private void sendData(int cid, ByteBuffer data) throws IOException {
    int total = data.remaining();
    for (int offset = 0; offset < total; offset += MAX_DATA) {
      int count = Math.min(MAX_DATA, total - offset);
      ByteBuffer body =
          ByteBuffer.allocate(DATA_HEADER - PduHeader.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
      body.putShort((short) cid).putShort((short) 0).putInt(offset).putInt(count).putInt(0);
      int flags = offset + count == total ? PduHeader.LAST_DATA : 0;
      pdus.send(PduType.C2H_DATA, flags, body.flip(), data.slice(data.position() + offset, count));
    }
  }

  private void terminate(ProtocolViolation violation) {
    ByteBuffer body =
        ByteBuffer.allocate(TERM_HEADER - PduHeader.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    body.putShort(0, (short) violation.status()).putInt(2, violation.information());
    try {
      pdus.send(PduType.C2H_TERM_REQ, 0, body, null);
      pdus.awaitClosed(TERMINATION_MILLIS);
    } catch (IOException e) {
      LOG.debug("action=terminate peer={} error=\"{}\"", peer, e.toString());
    }
  }
}
