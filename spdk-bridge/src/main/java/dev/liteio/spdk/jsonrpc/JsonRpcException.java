package dev.liteio.spdk.jsonrpc;

/** Why a call gave no answer to work with. */
public abstract sealed class JsonRpcException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String method;
  private final boolean outcomeUnknown;

  private JsonRpcException(String method, String message, boolean outcomeUnknown) {
    super(message);
    this.method = method;
    this.outcomeUnknown = outcomeUnknown;
  }

  /** The RPC that was called; {@code connection} when it is about the connection itself. */
  public String method() {
    return method;
  }

  /**
   * Whether the target may have carried the call out, or may still do so: the state must be read
   * before anything is decided. False: the call did not take place, or the target refused it.
   */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  /** The target answered with an error. */
  public static final class Remote extends JsonRpcException {
    private static final long serialVersionUID = 1L;
    private final int code;
    private final String text;
    private final SpdkReason reason;

    public Remote(String method, int code, String text) {
      super(method, method + " was refused: code=" + code + " message=\"" + text + "\"", false);
      this.code = code;
      this.text = text;
      this.reason = SpdkReasons.of(method, code, text);
    }

    /** The code as sent: a JSON-RPC code or a negative errno. No contract of SPDK's. */
    public int code() {
      return code;
    }

    /** The message as sent. No contract of SPDK's. */
    public String text() {
      return text;
    }

    /** What code and message mean for this method. */
    public SpdkReason reason() {
      return reason;
    }
  }

  /** There is no connection, or it broke. */
  public static final class Transport extends JsonRpcException {
    private static final long serialVersionUID = 1L;

    public Transport(String method, String message, boolean outcomeUnknown) {
      super(method, message, outcomeUnknown);
    }
  }

  /** What was to be sent, or what came back, is not what the two sides have agreed on. */
  public static final class Protocol extends JsonRpcException {
    private static final long serialVersionUID = 1L;

    public Protocol(String method, String message, boolean outcomeUnknown) {
      super(method, message, outcomeUnknown);
    }
  }

  /** The deadline passed. */
  public static final class Timeout extends JsonRpcException {
    private static final long serialVersionUID = 1L;

    public Timeout(String method, String message, boolean outcomeUnknown) {
      super(method, message, outcomeUnknown);
    }
  }
}
