package dev.liteio.demo;

import dev.liteio.target.host.HostOptions;
import dev.liteio.target.host.NvmeHost;
import dev.liteio.target.host.NvmeHost.NamespaceGeometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes slot after slot, for ever, over whatever connection there is, and keeps account. */
final class JvmWriter {

  private static final Logger LOG = LoggerFactory.getLogger(JvmWriter.class);
  private static final int NSID = 1;
  private static final int SLOT = 65536;
  private static final int SLOTS = 512;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration RETRY = Duration.ofMillis(20);

  private final HostOptions options;
  private final NamespaceGeometry geometry;
  private final long firstLba;
  private final Ledger ledger = new Ledger(SLOTS);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progressed = lock.newCondition();
  private @Nullable Thread thread;
  private long acknowledged;
  private boolean stopping;

  JvmWriter(HostOptions options, NamespaceGeometry geometry, long firstLba) {
    this.options = options;
    this.geometry = geometry;
    this.firstLba = firstLba;
  }

  void start() {
    thread = Thread.ofVirtual().name("demo-writer").start(this::writeForEver);
  }

  private void writeForEver() {
    NvmeHost host = null;
    long sequence = 1;
    while (goesOn()) {
      int slot = (int) (sequence % SLOTS);
      try {
        if (host == null) {
          host = NvmeHost.connect(options);
        }
        ledger.attempt(slot, sequence);
        host.write(NSID, lba(slot), geometry.blockSize(), StampedBlock.of(slot, sequence, SLOT));
        ledger.acknowledge(slot, sequence);
        countProgress();
        sequence++;
      } catch (IOException e) {
        LOG.debug("action=write slot={} error=\"{}\"", slot, e.toString());
        close(host);
        host = null;
        pause();
      }
    }
    close(host);
  }

  private static void close(@Nullable NvmeHost host) {
    if (host != null) {
      host.close();
    }
  }

  private long lba(int slot) {
    return firstLba + (long) slot * SLOT / geometry.blockSize();
  }

  private boolean goesOn() {
    lock.lock();
    try {
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  private void countProgress() {
    lock.lock();
    try {
      acknowledged++;
      progressed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Between two attempts to reconnect; ends early when we are to stop. */
  @SuppressWarnings("WaitNotInLoop") // waking up early only means trying early
  private void pause() {
    lock.lock();
    try {
      if (!stopping) {
        var _ = progressed.await(RETRY.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      stopping = true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a hundred more acknowledgements. */
  void awaitProgress() throws IOException, InterruptedException {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      long goal = acknowledged + 100;
      while (acknowledged < goal) {
        if (left <= 0) {
          throw new IOException("no write was acknowledged within " + PATIENCE);
        }
        left = progressed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopping = true;
      progressed.signalAll();
    } finally {
      lock.unlock();
    }
    Thread running = thread;
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Reads every slot back; returns how many lost something that was acknowledged. */
  long countLost(NvmeHost reader) throws IOException {
    long lost = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      ByteBuffer room = ByteBuffer.allocate(SLOT);
      reader.read(NSID, lba(slot), geometry.blockSize(), room);
      if (!ledger.isPlausible(slot, StampedBlock.sequence(slot, room.flip()))) {
        lost++;
      }
    }
    return lost;
  }

  long comparedBytes() {
    return (long) SLOTS * SLOT;
  }
}
