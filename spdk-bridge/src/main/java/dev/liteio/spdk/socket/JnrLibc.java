package dev.liteio.spdk.socket;

import java.nio.ByteBuffer;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The calls of libc that a Unix socket needs. The only class that knows jnr-ffi; errno is read
 * right after each call, on the thread that made it.
 */
final class JnrLibc {

  /** What libc answers when a call failed. */
  static final int FAILED = -1;

  private static final C LIBRARY = LibraryLoader.create(C.class).load("c");
  private static final Runtime RUNTIME = Runtime.getRuntime(LIBRARY);

  private JnrLibc() {}

  /** The functions, under the names they have in C; public because jnr-ffi implements it. */
  public interface C {
    int socket(int domain, int type, int protocol);

    int connect(int fd, @In byte[] address, int length);

    @ssize_t
    long read(int fd, @Out ByteBuffer into, @size_t long length);

    @ssize_t
    long write(int fd, @In ByteBuffer from, @size_t long length);

    int poll(@In @Out ByteBuffer fds, long count, int millis);

    int close(int fd);

    int eventfd(int value, int flags);
  }

  static C calls() {
    return LIBRARY;
  }

  /** Why the last call of this thread failed. */
  static SocketFailure failure(String operation) {
    int number = LastError.getLastError(RUNTIME);
    return new SocketFailure(operation, Errno.of(number), number);
  }
}
