package dev.liteio.target.tcp;

import dev.liteio.target.bdev.MemoryBdev;
import dev.liteio.target.host.NvmeHost;
import dev.liteio.target.nvme.Opcode;
import dev.liteio.target.nvme.Sqe;
import dev.liteio.target.nvmf.Subsystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Peers that begin and do not go on, or ask and do not listen, hold up nobody else. */
@Timeout(300)
class RudeHostsIT {

  @RegisterExtension final Besieged target = new Besieged();

  @Test
  void peersThatStopInTheMiddleAreNotWaitedFor() throws Exception {
    byte[][] begun = {new byte[0], {0, 0, (byte) 0x80}, Pdus.icReq()};
    List<RawPeer> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        idle.add(target.peer().say(begun[i % begun.length]));
      }
      try (NvmeHost host = target.host()) {
        host.write(1, 100, Pdus.BLOCK, Besieged.pattern());
      }
    } finally {
      for (RawPeer peer : idle) {
        peer.close();
      }
    }
  }

  @Test
  void aHostThatDoesNotReadHoldsUpNobody() throws Exception {
    try (RawController controller = new RawController(target)) {
      RawPeer admin = controller.admin();
      Sqe listen = new Sqe().opcode(Opcode.SET_FEATURES).cdw(10, 0x0b).cdw(11, 0x900);
      admin.say(Pdus.command(listen)).reply();
      admin.say(Pdus.command(new Sqe().opcode(Opcode.ASYNC_EVENT_REQUEST).cid(77)));
      Sqe identify = new Sqe().opcode(Opcode.IDENTIFY).byTransport(4096).cdw(10, 1).cid(9);
      AtomicLong said = new AtomicLong();
      Thread flood = Thread.ofVirtual().start(() -> sayForEver(admin, identify, said));
      long before = -1;
      while (said.get() != before) { // until the target has stopped to listen to it
        before = said.get();
        changeNamespaces(50);
      }
      flood.interrupt();
    }
  }

  private void changeNamespaces(int times) throws Exception {
    MemoryBdev second = new MemoryBdev("second", UUID.randomUUID(), Pdus.BLOCK, 128);
    for (int i = 0; i < times; i++) {
      target.subsystem().addNamespace(second, new Subsystem.NewNamespace(2, null, null, null, 1));
      target.subsystem().removeNamespace(2);
    }
  }

  private static void sayForEver(RawPeer peer, Sqe sqe, AtomicLong said) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        peer.say(Pdus.command(sqe));
        said.incrementAndGet();
      }
    } catch (IOException e) {
      // the test is over
    }
  }
}
