package dev.liteio.target.tcp;

import dev.liteio.target.nvme.Sqe;
import java.nio.ByteBuffer;

/** A command whose data the host was asked for. */
final class Transfer {

  private final Sqe sqe;
  private final ByteBuffer data;

  Transfer(Sqe sqe, ByteBuffer data) {
    this.sqe = sqe;
    this.data = data;
  }

  Sqe sqe() {
    return sqe;
  }

  /** Its position is how much has come. */
  ByteBuffer data() {
    return data;
  }

  boolean isComplete() {
    return !data.hasRemaining();
  }
}
