package dev.liteio.target.rpc.replay;

/** How a replayed step ended. */
sealed interface Outcome {

  /** As recorded. */
  record Passed() implements Outcome {}

  /** Not as recorded. */
  record Different(String how) implements Outcome {}

  /** The target has no such method, or the replay cannot do what the recording did. */
  record NotSupported(String what) implements Outcome {}

  /** Nothing to compare: a process started, a file made. */
  record Done() implements Outcome {}
}
