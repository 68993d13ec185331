package dev.liteio.target.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is no PDU, or not the one that may come now, ends the connection with the reason said. */
@Timeout(300)
class MalformedPdusIT {

  @RegisterExtension final Besieged target = new Besieged();

  private void isTerminated(byte[]... said) throws Exception {
    try (RawPeer peer = target.peer()) {
      for (byte[] bytes : said) {
        peer.say(bytes);
      }
      assertThat(peer.untilClosed()).endsWith(PduType.C2H_TERM_REQ);
    }
  }

  @Test
  void whatIsNoPduIsTerminated() throws Exception {
    isTerminated("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    isTerminated(Pdus.connect(Besieged.NQN, Besieged.HOST, 0, 0xffff)); // before ICReq
    isTerminated(Pdus.icReq(), Pdus.icReq());
    isTerminated(Pdus.icReq(), Pdus.bytes(Pdus.pdu(PduType.CAPSULE_RESP, 24, 0, 24)));
    isTerminated(Pdus.icReq(), Pdus.bytes(Pdus.pdu(0x77, 24, 0, 24)));
  }

  @Test
  void wrongLengthsAreTerminated() throws Exception {
    isTerminated(Pdus.icReq(), Pdus.bytes(Pdus.pdu(PduType.CAPSULE_CMD, 71, 0, 72)));
    isTerminated(Pdus.icReq(), Pdus.bytes(Pdus.pdu(PduType.CAPSULE_CMD, 72, 8, 1096)));
    isTerminated(Pdus.icReq(), Pdus.bytes(Pdus.pdu(PduType.CAPSULE_CMD, 72, 255, 100)));
    for (int length : new int[] {0x7fffffff, 0xffffffff, 10, 0}) {
      ByteBuffer pdu = Pdus.pdu(PduType.CAPSULE_CMD, 72, length < 0 || length > 72 ? 72 : 0, 72);
      isTerminated(Pdus.icReq(), Pdus.bytes(pdu.putInt(4, length)));
    }
  }

  @Test
  void dataThatWasNotAskedForIsTerminated() throws Exception {
    int[][] wrong = {
      {5, 999, 0, 8192, 8192}, // a tag nobody gave
      {6, 0, 0, 8192, 8192}, // another command's tag
      {5, 0, 4096, 4096, 4096}, // not from the beginning
      {5, 0, 0, 8192, 4096}, // less than announced
      {5, 0, 0, 16384, 16384}, // more than asked for
    };
    for (int[] data : wrong) {
      try (RawController controller = new RawController(target);
          RawPeer queue = controller.ioQueue(1)) {
        RawPeer.Reply reply = queue.say(Pdus.command(Pdus.write(5, 16, 8192))).reply();
        assertThat(reply.asksForData()).isTrue();
        int tag = data[1] == 0 ? reply.tag() : data[1];
        queue.say(Pdus.data(data[0], tag, data[2], data[3], data[4]));
        assertThat(queue.untilClosed()).endsWith(PduType.C2H_TERM_REQ);
      }
    }
  }
}
