package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The requests that came in one read: all are started, then what they have left to do is done in
 * their order. It belongs to the thread of its connection.
 */
final class Round {

  private final Consumer<JsonNode> send;
  private final List<JsonNode> answers = new ArrayList<>();
  private final List<Runnable> work = new ArrayList<>();
  private boolean ended;

  Round(Consumer<JsonNode> send) {
    this.send = send;
  }

  /** An answer; it is kept until all have been started: broken input behind it takes it along. */
  void answer(JsonNode answer) {
    if (ended) {
      send.accept(answer);
    } else {
      answers.add(answer);
    }
  }

  /** Something to be done when all have been started. */
  void later(Runnable rest) {
    work.add(rest);
  }

  void end() {
    ended = true;
    answers.forEach(send);
    work.forEach(Runnable::run);
  }
}
