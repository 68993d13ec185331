package dev.liteio.spdk.jsonrpc;

import dev.liteio.spdk.socket.SocketFailure;
import dev.liteio.spdk.socket.UnixSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One connection, from connect to its end. Belongs to the thread of the connection. */
final class Session implements AutoCloseable {

  private static final int READS_IN_A_ROW = 64;

  private final long generation;
  private final UnixSocket socket;
  private final Outgoing outgoing;
  private final AtomicLong late;
  private final CallTable calls = new CallTable();
  private final AnswerFramer framer = new AnswerFramer(SpdkJson.ANSWER_LIMIT);
  private final ByteBuffer incoming;
  private boolean answered;

  Session(long generation, UnixSocket socket, Inbox inbox, Buffers buffers, AtomicLong late) {
    this.generation = generation;
    this.socket = socket;
    this.outgoing = new Outgoing(inbox, buffers.outgoing());
    this.incoming = buffers.incoming();
    this.late = late;
  }

  UnixSocket socket() {
    return socket;
  }

  /** Whether the peer has ever answered here: then it is worth coming back soon. */
  boolean hasAnswered() {
    return answered;
  }

  void accept(PendingCall<?> call, Inbox inbox) {
    if (!call.belongsTo(generation)) {
      inbox.release(call);
      call.lose(false, "not sent: it was for an earlier connection, this is number " + generation);
      return;
    }
    calls.add(call);
    outgoing.add(call);
  }

  /** Sends what the peer takes; true when nothing is left. */
  boolean send() throws IOException {
    try {
      return outgoing.writeTo(socket);
    } catch (SocketFailure broken) {
      // answers that came before the end still count
      receive();
      throw broken;
    }
  }

  void receive() throws IOException {
    for (int turn = 0; turn < READS_IN_A_ROW; turn++) {
      incoming.clear();
      int count = socket.read(incoming);
      if (count == UnixSocket.END) {
        throw end();
      }
      if (count == 0) {
        return;
      }
      incoming.flip();
      dispatchAll();
    }
  }

  Duration expire() throws ProtocolViolation {
    if (calls.expire(System.nanoTime())) {
      outgoing.dropExpired();
    }
    return calls.quiet(System.nanoTime());
  }

  /** Ends every call that is left. */
  void lose(boolean protocol, String why) {
    outgoing.clear();
    calls.clear().forEach(call -> call.lose(protocol, why));
  }

  @Override
  public void close() {
    socket.close();
  }

  private void dispatchAll() throws ProtocolViolation {
    Optional<byte[]> frame = framer.next(incoming);
    while (frame.isPresent()) {
      dispatch(AnswerParser.parse(frame.get()));
      frame = framer.next(incoming);
    }
  }

  private void dispatch(Answer answer) throws ProtocolViolation {
    PendingCall<?> call = calls.take(answer.id());
    answered = true;
    if (call.isExpired()) {
      late.incrementAndGet();
    }
    switch (answer) {
      case Answer.Success success -> call.succeed(success);
      case Answer.Failure failure -> call.refuse(failure.code(), failure.text());
    }
  }

  private IOException end() {
    return framer.isMidFrame()
        ? new ProtocolViolation("the peer closed the connection within an answer")
        : new IOException("the peer closed the connection");
  }
}
