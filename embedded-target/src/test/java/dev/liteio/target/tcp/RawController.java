package dev.liteio.target.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** An enabled controller of a peer that may do anything; it lives as long as its admin queue. */
final class RawController implements AutoCloseable {

  private final Besieged target;
  private final RawPeer admin;
  private final int cntlid;

  RawController(Besieged target) throws Exception {
    this.target = target;
    this.admin = target.peer().say(Pdus.icReq());
    admin.read(128);
    admin.say(Pdus.connect(Besieged.NQN, Besieged.HOST, 0, 0xffff));
    this.cntlid = admin.reply().result() & 0xffff;
    assertThat(admin.say(Pdus.enable()).reply().status()).isZero();
  }

  int cntlid() {
    return cntlid;
  }

  RawPeer admin() {
    return admin;
  }

  /** A connected I/O queue. */
  RawPeer ioQueue(int qid) throws Exception {
    RawPeer queue = target.peer().say(Pdus.icReq());
    queue.read(128);
    queue.say(Pdus.connect(Besieged.NQN, Besieged.HOST, qid, cntlid));
    assertThat(queue.reply().status()).isZero();
    return queue;
  }

  @Override
  public void close() throws IOException {
    admin.close();
  }
}
