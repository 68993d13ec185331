package dev.liteio.spdk.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Unix sockets of Linux through jnr-ffi. */
public final class JnrUnixSocketTransport implements UnixSocketTransport {

  /** Bytes of a path that fit into sun_path beside its closing NUL. */
  public static final int PATH_LIMIT = 107;

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;

  @Override
  public UnixSocket connect(Path path) throws SocketFailure {
    byte[] address = address(path);
    int fd = open();
    if (JnrLibc.calls().connect(fd, address, address.length) == JnrLibc.FAILED) {
      SocketFailure failure = JnrLibc.failure("connect to " + path);
      JnrLibc.calls().close(fd);
      throw failure;
    }
    return new JnrUnixSocket(fd, path);
  }

  @Override
  public Wakeup openWakeup() throws SocketFailure {
    return EventWakeup.open();
  }

  private static int open() throws SocketFailure {
    int fd = JnrLibc.calls().socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd == JnrLibc.FAILED) {
      throw JnrLibc.failure("socket");
    }
    return fd;
  }

  /** struct sockaddr_un: the family in the machine's byte order, the path, a NUL. */
  private static byte[] address(Path path) throws SocketFailure {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length == 0 || name.length > PATH_LIMIT) {
      throw new SocketFailure(
          "the path of the socket has %d bytes, a Unix socket takes 1 to %d: %s; use a shorter path"
              .formatted(name.length, PATH_LIMIT, path),
          Errno.ENAMETOOLONG);
    }
    return ByteBuffer.allocate(Short.BYTES + name.length + 1)
        .order(ByteOrder.nativeOrder())
        .putShort((short) AF_UNIX)
        .put(name)
        .put((byte) 0)
        .array();
  }
}
