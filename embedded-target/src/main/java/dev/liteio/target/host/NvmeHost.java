package dev.liteio.target.host;

import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Sqe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A host connected to a subsystem. It does what it is told and no more: when a connection breaks,
 * commands fail and whoever wants to go on connects anew.
 */
public final class NvmeHost implements AutoCloseable {

  /** The well-known subsystem that lists the others. */
  public static final String DISCOVERY_NQN = "nqn.2014-08.org.nvmexpress.discovery";

  private static final int DYNAMIC = 0xffff;
  private static final int ADMIN_ENTRIES = 31;
  private static final int CC = 0x14;
  private static final int CSTS = 0x1c;
  private static final int CC_IO_ENTRY_SIZES = 0x460000;
  private static final int CC_ENABLE = 1;
  private static final int CC_SHUTDOWN = 1 << 14;
  private static final int PAGE = 4096;
  private static final int MAX_TRANSFER = 131072;

  private final HostOptions options;
  private final HostQueue admin;
  private final List<HostQueue> io = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private @Nullable ScheduledExecutorService keepAlive;
  private int cntlid;

  private NvmeHost(HostOptions options, HostQueue admin) {
    this.options = options;
    this.admin = admin;
  }

  /**
   * Connects.
   *
   * @throws NvmeStatusException when the target refuses, such as 0184h for a host it does not let
   *     in
   */
  public static NvmeHost connect(HostOptions options) throws IOException {
    HostQueue admin = HostQueue.open(options.address(), options.digests(), options.commandLimit());
    NvmeHost host = new NvmeHost(options, admin);
    try {
      host.cntlid = (int) (host.connectQueue(admin, 0, DYNAMIC, ADMIN_ENTRIES) & 0xffff);
      host.setProperty(CC, CC_IO_ENTRY_SIZES | CC_ENABLE);
      if ((host.property(CSTS) & 1) == 0) {
        throw new IOException("the controller did not become ready");
      }
      for (int qid = 1; qid <= options.ioQueues(); qid++) {
        HostQueue queue =
            HostQueue.open(options.address(), options.digests(), options.commandLimit());
        host.io.add(queue);
        host.connectQueue(queue, qid, host.cntlid, HostQueue.DEPTH);
      }
      host.startKeepAlive();
      return host;
    } catch (IOException | RuntimeException e) {
      host.closeQueues();
      throw e;
    }
  }

  private long connectQueue(HostQueue queue, int qid, int controller, int entries)
      throws IOException {
    ByteBuffer data = ByteBuffer.allocate(1024);
    data.putLong(0, options.hostId().getMostSignificantBits());
    data.putLong(8, options.hostId().getLeastSignificantBits());
    data.put(16, (byte) controller).put(17, (byte) (controller >> 8));
    data.put(256, options.subsystemNqn().getBytes(StandardCharsets.UTF_8));
    data.put(512, options.hostNqn().getBytes(StandardCharsets.UTF_8));
    Sqe sqe = fabrics(Opcode.FABRICS_CONNECT).cdw(10, qid << 16).cdw(11, entries);
    sqe.cdw(12, qid == 0 ? (int) options.keepAlive().toMillis() : 0);
    return checked("Connect", queue.run(sqe, data, null));
  }

  private static Sqe fabrics(int type) {
    return new Sqe().opcode(Opcode.FABRICS).fabricsType(type);
  }

  private static long checked(String command, Completion completion) throws NvmeStatusException {
    if (completion.status() != 0) {
      throw new NvmeStatusException(command, completion.status());
    }
    return completion.result();
  }

  private void startKeepAlive() {
    if (options.keepAlive().isZero()) {
      return;
    }
    long period = options.keepAlive().toMillis() / 2;
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    var _ =
        timer.scheduleWithFixedDelay(this::sendKeepAlive, period, period, TimeUnit.MILLISECONDS);
    keepAlive = timer;
  }

  private void sendKeepAlive() {
    try {
      admin.run(new Sqe().opcode(Opcode.KEEP_ALIVE), null, null);
    } catch (IOException e) {
      closeQueues();
    }
  }

  private int property(int offset) throws IOException {
    Sqe sqe = fabrics(Opcode.FABRICS_PROPERTY_GET).cdw(11, offset);
    return (int) checked("Property Get", admin.run(sqe, null, null));
  }

  private void setProperty(int offset, int value) throws IOException {
    Sqe sqe = fabrics(Opcode.FABRICS_PROPERTY_SET).cdw(11, offset).cdw(12, value);
    checked("Property Set", admin.run(sqe, null, null));
  }

  /** The id the target gave this association. */
  public int cntlid() {
    return cntlid;
  }

  /** Whether every connection still stands. */
  public boolean isConnected() {
    return !admin.isBroken() && io.stream().noneMatch(HostQueue::isBroken);
  }

  // ---- admin

  /** Identify: 4096 bytes, little endian. */
  public ByteBuffer identify(int cns, int nsid) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
    Sqe sqe = new Sqe().opcode(Opcode.IDENTIFY).nsid(nsid).byTransport(PAGE).cdw(10, cns);
    checked("Identify", admin.run(sqe, null, page));
    return page;
  }

  /** The size and the block size of a namespace. */
  public NamespaceGeometry geometry(int nsid) throws IOException {
    ByteBuffer page = identify(0, nsid);
    return new NamespaceGeometry(page.getLong(0), 1 << page.get(130));
  }

  /**
   * A namespace as Identify shows it.
   *
   * @param blocks 0 when there is none
   */
  public record NamespaceGeometry(long blocks, int blockSize) {

    /** Its size in bytes. */
    public long bytes() {
      return blocks * blockSize;
    }
  }

  /** A log page, little endian. */
  public ByteBuffer logPage(int page, int length) throws IOException {
    ByteBuffer log = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    Sqe sqe =
        new Sqe()
            .opcode(Opcode.GET_LOG_PAGE)
            .nsid(-1)
            .byTransport(length)
            .cdw(10, page | (length / 4 - 1) << 16);
    checked("Get Log Page", admin.run(sqe, null, log));
    return log;
  }

  /** Asks for events; the future is completed with the event's dword 0. */
  public CompletableFuture<Integer> nextEvent() throws IOException {
    Sqe configure = new Sqe().opcode(Opcode.SET_FEATURES).cdw(10, 0x0b).cdw(11, 0x900);
    checked("Set Features", admin.run(configure, null, null));
    return admin
        .post(new Sqe().opcode(Opcode.ASYNC_EVENT_REQUEST))
        .thenApply(completion -> {
          if (completion.status() != 0) {
            throw new CompletionException(
                new NvmeStatusException("Async Event Request", completion.status()));
          }
          return (int) completion.result();
        });
  }

  /** The NQNs that a discovery controller lists for this host. */
  public List<String> discover() throws IOException {
    ByteBuffer head = logPage(0x70, 1024);
    int entries = (int) head.getLong(8);
    ByteBuffer log = logPage(0x70, 1024 * (entries + 1));
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= entries; i++) {
      byte[] name = new byte[256];
      log.get(1024 * i + 256, name);
      names.add(new String(name, StandardCharsets.UTF_8).replaceFirst("\0.*$", ""));
    }
    return names;
  }

  // ---- I/O

  private HostQueue queue() {
    return io.get(Math.floorMod(next.getAndIncrement(), io.size()));
  }

  private static Sqe io(int opcode, int nsid, long lba, long blocks) {
    return new Sqe().opcode(opcode).nsid(nsid).cdw64(10, lba).cdw(12, (int) (blocks - 1));
  }

  /** Reads at most 128 KiB; {@code into} is filled. */
  public void read(int nsid, long lba, int blockSize, ByteBuffer into) throws IOException {
    int length = transferable(into);
    Sqe sqe = io(Opcode.READ, nsid, lba, length / blockSize).byTransport(length);
    checked("Read", queue().run(sqe, null, into.slice()));
    into.position(into.limit());
  }

  /** Writes at most 128 KiB; it is acknowledged when this returns. */
  public void write(int nsid, long lba, int blockSize, ByteBuffer from) throws IOException {
    int length = transferable(from);
    checked(
        "Write", queue().run(io(Opcode.WRITE, nsid, lba, length / blockSize), from.slice(), null));
    from.position(from.limit());
  }

  private static int transferable(ByteBuffer buffer) throws IOException {
    if (buffer.remaining() > MAX_TRANSFER) {
      throw new IOException(
          "%d bytes (expected: <= %d)".formatted(buffer.remaining(), MAX_TRANSFER));
    }
    return buffer.remaining();
  }

  /** Makes what was acknowledged survive a loss of power. */
  public void flush(int nsid) throws IOException {
    checked("Flush", queue().run(new Sqe().opcode(Opcode.FLUSH).nsid(nsid), null, null));
  }

  /** Makes blocks read as zeroes; at most 65536 of them. */
  public void writeZeroes(int nsid, long lba, int blocks) throws IOException {
    checked("Write Zeroes", queue().run(io(Opcode.WRITE_ZEROES, nsid, lba, blocks), null, null));
  }

  /** Gives blocks back. */
  public void deallocate(int nsid, long lba, int blocks) throws IOException {
    ByteBuffer range = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    range.putInt(4, blocks).putLong(8, lba);
    Sqe sqe = new Sqe().opcode(Opcode.DATASET_MANAGEMENT).nsid(nsid).cdw(10, 0).cdw(11, 1 << 2);
    checked("Dataset Management", queue().run(sqe, range, null));
  }

  // ---- end

  /** Shuts the controller down and disconnects. */
  public void disconnect() {
    try {
      setProperty(CC, CC_IO_ENTRY_SIZES | CC_ENABLE | CC_SHUTDOWN);
    } catch (IOException e) {
      // gone already, which is what we want
    } finally {
      closeQueues();
    }
  }

  /** Waits for nothing: cuts the connections as a crash would. */
  @Override
  public void close() {
    closeQueues();
  }

  private void closeQueues() {
    ScheduledExecutorService timer = keepAlive;
    if (timer != null) {
      timer.shutdownNow();
    }
    io.forEach(HostQueue::close);
    admin.close();
  }

  /** How long a command may take. */
  public Duration commandLimit() {
    return options.commandLimit();
  }
}
