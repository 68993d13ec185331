package dev.liteio.target.nvmf;

import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.OutOfDeviceException;
import dev.liteio.target.lvs.StoreFullException;
import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Outcome;
import dev.liteio.target.nvme.Sqe;
import dev.liteio.target.nvme.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands of I/O queues (NVM command set 1.0). */
final class IoCommands {

  private static final Logger LOG = LoggerFactory.getLogger(IoCommands.class);

  private static final int DEALLOCATE = 1 << 2;
  private static final int RANGE = 16;
  private static final int MAX_RANGES = 256;

  private IoCommands() {}

  /**
   * Runs a command.
   *
   * @param data what the host sent, or room for what it gets, of the length the command names
   */
  static Outcome run(Controller controller, Sqe sqe, ByteBuffer data) {
    Namespace namespace = controller.subsystem().namespace(sqe.nsid());
    if (namespace == null) {
      return Outcome.error(Status.INVALID_NAMESPACE_DNR);
    }
    namespace.gate().readLock().lock();
    try {
      if (namespace.isGone()) {
        return Outcome.error(Status.INVALID_NAMESPACE_DNR);
      }
      if (controller.listener().state(namespace.anaGroup()) == AnaState.INACCESSIBLE) {
        return Outcome.error(Status.ANA_INACCESSIBLE);
      }
      return execute(namespace.bdev(), sqe, data);
    } catch (OutOfDeviceException e) {
      return Outcome.error(Status.LBA_OUT_OF_RANGE);
    } catch (StoreFullException e) {
      // what SPDK answers: internal error, not "capacity exceeded"
      return Outcome.error(Status.INTERNAL_ERROR);
    } catch (IOException | RuntimeException e) {
      LOG.error(
          "action=io bdev={} opcode={} error=\"{}\"",
          namespace.bdev().name(),
          sqe.opcode(),
          e.toString());
      return Outcome.error(Status.INTERNAL_ERROR);
    } finally {
      namespace.gate().readLock().unlock();
    }
  }

  private static Outcome execute(Bdev bdev, Sqe sqe, ByteBuffer data) throws IOException {
    return switch (sqe.opcode()) {
      case Opcode.READ -> read(bdev, sqe, data);
      case Opcode.WRITE -> write(bdev, sqe, data);
      case Opcode.FLUSH -> {
        bdev.flush();
        yield Outcome.OK;
      }
      case Opcode.WRITE_ZEROES -> {
        bdev.writeZeroes(offset(bdev, sqe), length(bdev, sqe));
        yield Outcome.OK;
      }
      case Opcode.DATASET_MANAGEMENT -> datasetManagement(bdev, sqe, data);
      case 0x0d -> Outcome.error(Status.INVALID_FIELD); // reservation register: none here
      default -> Outcome.error(Status.INVALID_OPCODE);
    };
  }

  private static long offset(Bdev bdev, Sqe sqe) throws IOException {
    long lba = sqe.cdw64(10);
    if (lba < 0 || lba > bdev.blocks()) {
      // also keeps the multiplication from overflowing
      bdev.read(Long.MAX_VALUE, ByteBuffer.allocate(1));
    }
    return lba * bdev.blockSize();
  }

  private static long length(Bdev bdev, Sqe sqe) {
    return ((sqe.cdw(12) & 0xffffL) + 1) * bdev.blockSize();
  }

  private static Outcome read(Bdev bdev, Sqe sqe, ByteBuffer room) throws IOException {
    long length = length(bdev, sqe);
    if (length > room.capacity()) {
      return Outcome.error(Status.DATA_SGL_LENGTH_INVALID);
    }
    room.clear().limit((int) length);
    bdev.read(offset(bdev, sqe), room);
    return Outcome.data(room.flip());
  }

  private static Outcome write(Bdev bdev, Sqe sqe, ByteBuffer data) throws IOException {
    if (length(bdev, sqe) != data.remaining()) {
      return Outcome.error(Status.DATA_SGL_LENGTH_INVALID);
    }
    bdev.write(offset(bdev, sqe), data);
    if ((sqe.cdw(12) & 1 << 30) != 0) {
      bdev.flush(); // FUA
    }
    return Outcome.OK;
  }

  private static Outcome datasetManagement(Bdev bdev, Sqe sqe, ByteBuffer data) throws IOException {
    int ranges = (sqe.cdw(10) & 0xff) + 1;
    if (ranges > MAX_RANGES || data.remaining() < ranges * RANGE) {
      return Outcome.error(Status.DATA_SGL_LENGTH_INVALID);
    }
    if ((sqe.cdw(11) & DEALLOCATE) == 0) {
      return Outcome.OK;
    }
    ByteBuffer list = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < ranges; i++) {
      list.getInt();
      long blocks = list.getInt() & 0xffffffffL;
      long lba = list.getLong();
      if (lba < 0 || lba > bdev.blocks() || blocks > bdev.blocks() - lba) {
        return Outcome.error(Status.LBA_OUT_OF_RANGE);
      }
      bdev.unmap(lba * bdev.blockSize(), blocks * bdev.blockSize());
    }
    return Outcome.OK;
  }
}
