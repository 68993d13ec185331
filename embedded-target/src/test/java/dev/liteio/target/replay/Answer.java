package dev.liteio.target.replay;

import dev.liteio.target.tcp.PduChannel;
import dev.liteio.target.tcp.PduHeader;
import dev.liteio.target.tcp.PduType;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A PDU of the controller. */
@SuppressWarnings("ArrayRecordComponent")
record Answer(PduHeader header, byte[] body, byte[] data) {

  static Answer read(PduChannel pdus) throws IOException {
    PduHeader header = pdus.readHeader();
    if (header == null) {
      throw new IOException("the target closed the connection");
    }
    ByteBuffer rest = pdus.readRest(header, header.headerLength());
    byte[] body = new byte[rest.remaining()];
    rest.get(body);
    ByteBuffer data = ByteBuffer.allocate(0);
    if (header.type() == PduType.C2H_DATA) {
      data = ByteBuffer.allocate(rest.getInt(PduHeader.LENGTH + 8));
      if (!pdus.readData(header, data)) {
        throw new IOException("data digest is wrong");
      }
    }
    return new Answer(header, body, data.array());
  }

  private int number(int offset, int length) {
    int value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = (value << 8) | (body[offset + i] & 0xff);
    }
    return value;
  }

  int cid() {
    return number(header.type() == PduType.CAPSULE_RESP ? 12 : 0, 2);
  }

  /** The tag of a request for data. */
  int tag() {
    return number(2, 2);
  }

  int offset() {
    return number(4, 4);
  }

  int length() {
    return number(8, 4);
  }
}
