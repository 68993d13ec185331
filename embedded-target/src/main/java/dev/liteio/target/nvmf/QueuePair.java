package dev.liteio.target.nvmf;

import dev.liteio.target.nvme.Outcome;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A queue pair of a controller, on a connection of its own. */
public interface QueuePair {

  /** 0 is the admin queue. */
  int qid();

  /** The host's end. */
  InetSocketAddress peer();

  /** Whether it still takes commands. */
  boolean isEnabled();

  /** Takes no more commands from now on, and cuts the connection when the one under way is done. */
  void stop();

  /** Waits until the connection is cut and nothing of it is under way. */
  boolean awaitStopped(long time, TimeUnit unit) throws InterruptedException;

  /** Completes a command that was left open. */
  void complete(int cid, Outcome outcome);
}
