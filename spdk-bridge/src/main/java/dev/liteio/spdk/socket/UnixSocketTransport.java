package dev.liteio.spdk.socket;

import java.nio.file.Path;

/** Opens Unix stream sockets. */
public interface UnixSocketTransport {

  /**
   * Connects to the socket at this path. Does not wait: a peer whose queue of connections is full
   * fails with EAGAIN, one that is gone with ECONNREFUSED, a path that is missing with ENOENT.
   */
  UnixSocket connect(Path path) throws SocketFailure;

  /** A signal by which other threads end the wait of the thread that owns a socket. */
  Wakeup openWakeup() throws SocketFailure;
}
