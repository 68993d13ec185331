package dev.liteio.target.tcp;

import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Sqe;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** PDUs of a host, byte by byte, for whoever wants to spoil them. */
final class Pdus {

  static final int BLOCK = 512;

  private static final int CONNECT_DATA = 1024;
  private static final int ENABLE = 0x460001;
  private static final int CAPSULE = PduHeader.LENGTH + Sqe.LENGTH;

  private Pdus() {}

  /** A PDU of zeroes behind its common header. */
  static ByteBuffer pdu(int type, int headerLength, int dataOffset, int length) {
    ByteBuffer pdu = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    new PduHeader(type, 0, headerLength, dataOffset, length).write(pdu);
    return pdu;
  }

  static byte[] bytes(ByteBuffer pdu) {
    byte[] bytes = new byte[pdu.capacity()];
    pdu.get(0, bytes);
    return bytes;
  }

  static byte[] icReq() {
    return bytes(pdu(PduType.IC_REQ, 128, 0, 128));
  }

  static byte[] connect(String nqn, String hostNqn, int qid, int cntlid) {
    ByteBuffer pdu = pdu(PduType.CAPSULE_CMD, CAPSULE, CAPSULE, CAPSULE + CONNECT_DATA);
    Sqe sqe =
        new Sqe()
            .opcode(Opcode.FABRICS)
            .fabricsType(Opcode.FABRICS_CONNECT)
            .inCapsule(CONNECT_DATA)
            .cdw(10, qid << 16)
            .cdw(11, 31);
    pdu.put(PduHeader.LENGTH, sqe.toBuffer(), 0, Sqe.LENGTH);
    pdu.putShort(CAPSULE + 16, (short) cntlid);
    pdu.put(CAPSULE + 256, nqn.getBytes(StandardCharsets.UTF_8));
    pdu.put(CAPSULE + 512, hostNqn.getBytes(StandardCharsets.UTF_8));
    return bytes(pdu);
  }

  static byte[] command(Sqe sqe) {
    ByteBuffer pdu = pdu(PduType.CAPSULE_CMD, CAPSULE, 0, CAPSULE);
    pdu.put(PduHeader.LENGTH, sqe.toBuffer(), 0, Sqe.LENGTH);
    return bytes(pdu);
  }

  /** A command with as much data in its capsule. */
  static byte[] command(Sqe sqe, int length) {
    ByteBuffer pdu = pdu(PduType.CAPSULE_CMD, CAPSULE, CAPSULE, CAPSULE + length);
    pdu.put(PduHeader.LENGTH, sqe.inCapsule(length).toBuffer(), 0, Sqe.LENGTH);
    return bytes(pdu);
  }

  static byte[] enable() {
    return command(new Sqe().opcode(Opcode.FABRICS).cdw(11, 0x14).cdw(12, ENABLE).cid(1));
  }

  /** A write whose data the target has to ask for. */
  static Sqe write(int cid, long lba, int length) {
    return new Sqe()
        .opcode(Opcode.WRITE)
        .cid(cid)
        .nsid(1)
        .byTransport(length)
        .cdw64(10, lba)
        .cdw(12, length / BLOCK - 1);
  }

  static Sqe read(int cid, long lba, int length) {
    return write(cid, lba, length).opcode(Opcode.READ);
  }

  static byte[] data(int cid, int tag, int offset, int announced, int sent) {
    ByteBuffer pdu = pdu(PduType.H2C_DATA, 24, 24, 24 + sent);
    pdu.putShort(8, (short) cid).putShort(10, (short) tag).putInt(12, offset);
    return bytes(pdu.putInt(16, announced));
  }
}
