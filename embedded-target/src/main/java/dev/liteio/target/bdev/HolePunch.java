package dev.liteio.target.bdev;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives ranges of a file back to the file system, so that they read as zeroes and take no room:
 * {@code fallocate(2)} with {@code FALLOC_FL_PUNCH_HOLE}, which the JDK does not offer.
 */
@SuppressWarnings("restricted") // three functions of the C library, with their plain signatures
final class HolePunch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HolePunch.class);
  private static final int READ_WRITE_CLOSE_ON_EXEC = 2 | 0x80000;
  private static final int KEEP_SIZE_AND_PUNCH = 1 | 2;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle FALLOCATE =
      function(
          "fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private int descriptor;

  private HolePunch(int descriptor) {
    this.descriptor = descriptor;
  }

  private static MethodHandle function(
      String name, FunctionDescriptor form, Linker.Option... options) {
    MemorySegment symbol = LINKER.defaultLookup().find(name).orElseThrow();
    return LINKER.downcallHandle(symbol, form, options);
  }

  /** Opens the file; one that cannot be opened this way punches nothing. */
  static HolePunch open(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file.toString());
      return new HolePunch((int) OPEN.invokeExact(path, READ_WRITE_CLOSE_ON_EXEC));
    } catch (Throwable e) {
      throw new IllegalStateException("open(2) cannot be called", e);
    }
  }

  /**
   * Makes the range read as zeroes.
   *
   * @return false when the file system cannot; nothing was changed then
   */
  synchronized boolean punch(long offset, long length) {
    if (descriptor < 0 || length == 0) {
      return length == 0;
    }
    try {
      return (int) FALLOCATE.invokeExact(descriptor, KEEP_SIZE_AND_PUNCH, offset, length) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("fallocate(2) cannot be called", e);
    }
  }

  @Override
  public synchronized void close() {
    if (descriptor < 0) {
      return;
    }
    try {
      int result = (int) CLOSE.invokeExact(descriptor);
      if (result != 0) {
        LOG.warn("action=close descriptor={} result={}", descriptor, result);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("close(2) cannot be called", e);
    }
    descriptor = -1;
  }
}
