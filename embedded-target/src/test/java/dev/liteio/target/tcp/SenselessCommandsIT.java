package dev.liteio.target.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Sqe;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands in sound PDUs that cannot be done get an error status, and their queue lives on. */
@Timeout(300)
class SenselessCommandsIT {

  @RegisterExtension final Besieged target = new Besieged();

  private static Stream<Sqe> senseless() {
    return Stream.of(
        Pdus.write(1, 16, 1 << 20), // more than MDTS
        Pdus.write(2, 16, 8192).cdw(12, 3), // blocks and bytes disagree
        Pdus.write(3, Long.MAX_VALUE / Pdus.BLOCK, 512).inCapsule(512), // no data in the capsule
        Pdus.read(4, -1, 512),
        Pdus.read(5, 0, 512).nsid(9),
        new Sqe().opcode(0x7d).cid(6).nsid(1),
        Pdus.read(7, 0, 512).byTransport(-1),
        Pdus.read(8, 0, 512).byteAt(1, 0x41), // fused
        new Sqe().opcode(Opcode.WRITE_ZEROES).cid(9).nsid(1).cdw64(10, 8191).cdw(12, 0xffff),
        Pdus.read(10, 0, 512).cdw(12, 7), // less room than blocks
        Pdus.read(11, 8192, 512)); // one past the end
  }

  @Test
  void anErrorIsAnsweredAndTheQueueLivesOn() throws Exception {
    try (RawController controller = new RawController(target);
        RawPeer queue = controller.ioQueue(1)) {
      for (Sqe sqe : senseless().toList()) {
        RawPeer.Reply reply = queue.say(Pdus.command(sqe)).reply();
        if (reply.asksForData()) {
          reply = queue.say(Pdus.data(sqe.cid(), reply.tag(), 0, 8192, 8192)).reply();
        }
        assertThat(reply.isResponse()).as("command %d", sqe.cid()).isTrue();
        assertThat(reply.cid()).isEqualTo(sqe.cid());
        assertThat(reply.status()).as("status of command %d", sqe.cid()).isNotZero();
      }
      queue.say(Pdus.command(new Sqe().opcode(Opcode.FLUSH).cid(99).nsid(1)));
      assertThat(queue.reply().status()).isZero();
    }
  }

  @Test
  void aCommandIdUsedTwiceAtOnceHarmsNobody() throws Exception {
    try (RawController controller = new RawController(target);
        RawPeer queue = controller.ioQueue(1)) {
      queue.say(Pdus.command(Pdus.write(5, 32, 8192)));
      queue.say(Pdus.command(Pdus.write(5, 64, 8192)));
      RawPeer.Reply first = queue.reply();
      RawPeer.Reply second = queue.reply();
      assertThat(first.asksForData()).isTrue();
      for (RawPeer.Reply r2t : List.of(second, first)) {
        RawPeer.Reply reply = queue.say(Pdus.data(5, r2t.tag(), 0, 8192, 8192)).reply();
        assertThat(reply.status()).isZero();
      }
    }
  }

  @Test
  void aQueueOfAControllerThatIsNotThereIsRefused() throws Exception {
    try (RawController controller = new RawController(target);
        RawPeer queue = target.peer().say(Pdus.icReq())) {
      queue.read(128);
      int another = controller.cntlid() ^ 1;
      queue.say(Pdus.connect(Besieged.NQN, Besieged.HOST, 1, another));
      assertThat(queue.reply().status()).isNotZero();
    }
  }

  @Test
  void moreWritesAtOnceThanTheQueueHoldsAreRefused() throws Exception {
    try (RawController controller = new RawController(target);
        RawPeer queue = controller.ioQueue(1)) {
      int asked = 0;
      for (int cid = 0; cid < 300; cid++) {
        asked += queue.say(Pdus.command(Pdus.write(cid, 32, 8192))).reply().asksForData() ? 1 : 0;
      }
      assertThat(asked).isPositive().isLessThan(300);
    }
  }
}
