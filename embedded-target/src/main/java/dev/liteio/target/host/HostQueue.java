package dev.liteio.target.host;

import dev.liteio.target.nvme.Sqe;
import dev.liteio.target.tcp.Digests;
import dev.liteio.target.tcp.PduChannel;
import dev.liteio.target.tcp.PduHeader;
import dev.liteio.target.tcp.PduType;
import dev.liteio.target.tcp.ProtocolViolation;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The host's end of a queue pair's connection. Any number of threads may have commands under way.
 */
final class HostQueue implements Closeable {

  static final int DEPTH = 127;

  private static final int IC_LENGTH = 128;
  private static final int DATA_HEADER = 24;
  private static final int IN_CAPSULE = 4096;

  private final PduChannel pdus;
  private final Duration limit;
  private final Map<Integer, Pending> pending = new ConcurrentHashMap<>();
  private final Semaphore places = new Semaphore(DEPTH);
  private final AtomicInteger nextCid = new AtomicInteger();
  private final int maxH2cData;
  private volatile @Nullable IOException broken;

  private HostQueue(PduChannel pdus, Duration limit, int maxH2cData) {
    this.pdus = pdus;
    this.limit = limit;
    this.maxH2cData = maxH2cData;
  }

  static HostQueue open(InetSocketAddress address, Digests digests, Duration limit)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(address, (int) limit.toMillis());
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      PduChannel pdus = new PduChannel(channel);
      HostQueue queue = new HostQueue(pdus, limit, negotiateWithin(limit, pdus, digests));
      Thread.ofVirtual().name("nvme-host-queue").start(queue::readAll);
      return queue;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static int negotiateWithin(Duration limit, PduChannel pdus, Digests wanted)
      throws IOException {
    Thread close = pdus.closeAfter(limit);
    try {
      return negotiate(pdus, wanted);
    } catch (AsynchronousCloseException e) {
      throw new IOException("the target did not answer ICReq within " + limit, e);
    } finally {
      close.interrupt();
    }
  }

  private static int negotiate(PduChannel pdus, Digests wanted) throws IOException {
    ByteBuffer request = body(IC_LENGTH);
    request.put(3, (byte) wanted.bits());
    pdus.send(PduType.IC_REQ, 0, request, null);
    PduHeader header = pdus.readHeader();
    if (header == null || header.type() != PduType.IC_RESP || header.headerLength() != IC_LENGTH) {
      throw new IOException("the target did not answer ICReq with ICResp");
    }
    ByteBuffer answer = pdus.readRest(header, IC_LENGTH);
    pdus.use(Digests.ofBits(answer.get(PduHeader.LENGTH + 3)));
    return answer.getInt(PduHeader.LENGTH + 4);
  }

  private static ByteBuffer body(int headerLength) {
    return ByteBuffer.allocate(headerLength - PduHeader.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
  }

  // ---- commands

  /** Sends a command and waits for its completion, whatever its status. */
  Completion run(Sqe sqe, @Nullable ByteBuffer out, @Nullable ByteBuffer in) throws IOException {
    acquire();
    int cid = -1;
    try {
      Pending command = new Pending(new CompletableFuture<>(), out, in);
      cid = reserve(command);
      send(sqe.cid(cid), command);
      return command.done().get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      IOException silent = new IOException("no completion within " + limit, e);
      fail(silent);
      throw silent;
    } catch (ExecutionException e) {
      throw new IOException("the connection broke: " + broken, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      pending.remove(cid);
      places.release();
    }
  }

  /** Sends a command that is completed when there is something to tell. */
  CompletableFuture<Completion> post(Sqe sqe) throws IOException {
    Pending command = new Pending(new CompletableFuture<>(), null, null);
    send(sqe.cid(reserve(command)), command);
    return command.done();
  }

  private void acquire() throws IOException {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private int reserve(Pending command) throws IOException {
    int cid;
    do {
      cid = nextCid.getAndIncrement() & 0xffff;
    } while (pending.putIfAbsent(cid, command) != null);
    IOException reason = broken;
    if (reason != null) {
      pending.remove(cid);
      throw new IOException("the connection is broken: " + reason.getMessage(), reason);
    }
    return cid;
  }

  private void send(Sqe sqe, Pending command) throws IOException {
    ByteBuffer out = command.out();
    boolean inCapsule = out != null && out.remaining() <= IN_CAPSULE;
    if (out != null) {
      if (inCapsule) {
        sqe.inCapsule(out.remaining());
      } else {
        sqe.byTransport(out.remaining());
      }
    }
    try {
      pdus.send(PduType.CAPSULE_CMD, 0, sqe.toBuffer(), inCapsule ? out : null);
    } catch (IOException e) {
      fail(e);
      throw e;
    }
  }

  // ---- PDUs from the controller

  private void readAll() {
    try {
      PduHeader header = pdus.readHeader();
      while (header != null) {
        receive(header);
        header = pdus.readHeader();
      }
      fail(new EOFException("the target closed the connection"));
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new IOException(e));
    }
  }

  private void receive(PduHeader header) throws IOException {
    switch (header.type()) {
      case PduType.CAPSULE_RESP -> complete(pdus.readRest(header, header.headerLength()));
      case PduType.C2H_DATA -> data(header);
      case PduType.R2T -> answer(pdus.readRest(header, header.headerLength()));
      case PduType.C2H_TERM_REQ ->
          throw new IOException(
              "the target terminated the connection, status "
                  + pdus.readRest(header, header.headerLength()).getShort());
      default -> throw violation("PDU type %#x".formatted(header.type()));
    }
  }

  private static ProtocolViolation violation(String what) {
    return new ProtocolViolation(ProtocolViolation.INVALID_HEADER_FIELD, 0, what);
  }

  private Pending under(int cid) throws ProtocolViolation {
    Pending command = pending.get(cid);
    if (command == null) {
      throw violation("CID %d is not under way".formatted(cid));
    }
    return command;
  }

  private void complete(ByteBuffer cqe) throws IOException {
    long result = cqe.getLong();
    cqe.getInt();
    int cid = cqe.getShort() & 0xffff;
    int status = (cqe.getShort() & 0xffff) >>> 1;
    Pending command = under(cid);
    pending.remove(cid);
    command.done().complete(new Completion(result, status));
  }

  private void data(PduHeader header) throws IOException {
    ByteBuffer body = pdus.readRest(header, header.headerLength());
    ByteBuffer room = under(body.getShort() & 0xffff).in();
    body.getShort();
    int offset = body.getInt();
    int length = body.getInt();
    if (room == null || offset < 0 || length < 0 || offset > room.capacity() - length) {
      throw violation("%d bytes of data at %d".formatted(length, offset));
    }
    if (!pdus.readData(header, room.slice(offset, length))) {
      throw new IOException("data digest is wrong");
    }
  }

  private void answer(ByteBuffer r2t) throws IOException {
    int cid = r2t.getShort() & 0xffff;
    int tag = r2t.getShort() & 0xffff;
    int offset = r2t.getInt();
    int length = r2t.getInt();
    ByteBuffer out = under(cid).out();
    if (out == null || offset < 0 || length < 0 || offset > out.remaining() - length) {
      throw violation("asked for %d bytes at %d".formatted(length, offset));
    }
    for (int sent = 0; sent < length; ) {
      int count = Math.min(maxH2cData, length - sent);
      ByteBuffer body = body(DATA_HEADER);
      body.putShort((short) cid).putShort((short) tag).putInt(offset + sent).putInt(count);
      int flags = sent + count == length ? PduHeader.LAST_DATA : 0;
      ByteBuffer piece = out.slice(out.position() + offset + sent, count);
      pdus.send(PduType.H2C_DATA, flags, body.clear(), piece);
      sent += count;
    }
  }

  private void fail(IOException reason) {
    if (broken == null) {
      broken = reason;
    }
    try {
      pdus.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
    List<Integer> open = new ArrayList<>(pending.keySet());
    for (int cid : open) {
      Pending command = pending.remove(cid);
      if (command != null) {
        command.done().completeExceptionally(reason);
      }
    }
  }

  boolean isBroken() {
    return broken != null;
  }

  @Override
  public void close() {
    fail(new IOException("closed"));
  }
}
