package dev.liteio.rpc;

/** The keys of the log lines, and of the MDC while a call is handled: one word per thing. */
public final class LogKeys {
  /** The call, such as {@code NodeStageVolume}. */
  public static final String RPC = "rpc";

  /** A number that tells calls of one process apart. */
  public static final String CALL = "call";

  /** The volume a call is about. */
  public static final String VOLUME = "volume";

  /** The node something happens on. */
  public static final String NODE = "node";

  /** How it ended, as a gRPC status code. */
  public static final String CODE = "code";

  /** How long it took. */
  public static final String MILLIS = "millis";

  /** Why, for people. */
  public static final String MESSAGE = "message";

  private LogKeys() {}
}
