package dev.liteio.target.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Sqe;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A conversation with one PDU changed at random: the target answers or closes, in time. */
class DamagedPdusIT {

  @RegisterExtension final Besieged target = new Besieged();

  @Randomised
  void aDamagedAdminQueueNeverHangsTheTarget() {
    List<byte[]> script =
        List.of(
            Pdus.icReq(),
            Pdus.connect(Besieged.NQN, Besieged.HOST, 0, 0xffff),
            Pdus.enable(),
            Pdus.command(new Sqe().opcode(Opcode.IDENTIFY).byTransport(4096).cdw(10, 1).cid(2)),
            Pdus.command(
                new Sqe().opcode(Opcode.GET_LOG_PAGE).byTransport(512).cdw(10, 0x7f0002).cid(3)),
            Pdus.command(new Sqe().opcode(Opcode.GET_FEATURES).cdw(10, 7).cid(4)),
            Pdus.command(new Sqe().opcode(Opcode.ASYNC_EVENT_REQUEST).cid(6)),
            Pdus.data(3, 1, 0, 512, 512),
            Pdus.command(new Sqe().opcode(Opcode.KEEP_ALIVE).cid(5)));
    Cases.usual().run(random -> damaged(script, random));
  }

  @Randomised
  void aDamagedIoQueueNeverHangsTheTarget() throws Exception {
    try (RawController controller = new RawController(target)) {
      List<byte[]> script =
          List.of(
              Pdus.icReq(),
              Pdus.connect(Besieged.NQN, Besieged.HOST, 1, controller.cntlid()),
              Pdus.command(Pdus.write(1, 8, 8192)),
              Pdus.data(1, firstTag(controller), 0, 8192, 8192),
              Pdus.command(Pdus.write(2, 0, 1024), 1024),
              Pdus.command(Pdus.read(3, 0, 4096)),
              Pdus.command(new Sqe().opcode(Opcode.DATASET_MANAGEMENT).cid(4).nsid(1), 16),
              Pdus.command(new Sqe().opcode(Opcode.WRITE_ZEROES).cid(5).nsid(1).cdw(12, 7)),
              Pdus.command(new Sqe().opcode(Opcode.FLUSH).cid(6).nsid(1)));
      Cases.usual().run(random -> damaged(script, random));
      controller.admin().say(Pdus.command(new Sqe().opcode(Opcode.KEEP_ALIVE).cid(7)));
      assertThat(controller.admin().reply().status()).isZero();
    }
  }

  /** What a queue's first R2T is tagged with. */
  private static int firstTag(RawController controller) throws Exception {
    try (RawPeer queue = controller.ioQueue(2)) {
      return queue.say(Pdus.command(Pdus.write(1, 8, 8192))).reply().tag();
    }
  }

  private void damaged(List<byte[]> script, Random random) throws Exception {
    try (RawPeer peer = target.peer()) {
      int one = random.nextInt(script.size());
      try {
        for (int i = 0; i < script.size(); i++) {
          peer.say(i == one ? damage(script.get(i), random) : script.get(i));
        }
      } catch (IOException e) {
        // closed already, which is an answer
      }
      peer.untilGone();
    }
  }

  private static byte[] damage(byte[] pdu, Random random) {
    byte[] bytes = pdu.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      // mostly in the headers
      int at = random.nextInt(random.nextInt(4) == 0 ? bytes.length : Math.min(72, bytes.length));
      bytes[at] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(64)) : bytes;
  }
}
