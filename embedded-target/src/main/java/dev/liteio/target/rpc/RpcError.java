package dev.liteio.target.rpc;

import dev.liteio.target.lvs.Errno;

/** An error answer. */
public final class RpcError extends Exception {

  private static final long serialVersionUID = 1L;

  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;
  public static final int PARSE_ERROR = -32700;

  private final int code;
  private final String text;

  public RpcError(int code, String text) {
    super(text);
    this.code = code;
    this.text = text;
  }

  /** The negative errno with its text. */
  public static RpcError of(Errno errno) {
    return new RpcError(-errno.number(), errno.text());
  }

  /** The text of an errno under another code: what SPDK does when it found out late. */
  public static RpcError late(int code, Errno errno) {
    return new RpcError(code, errno.text());
  }

  public int code() {
    return code;
  }

  public String text() {
    return text;
  }
}
