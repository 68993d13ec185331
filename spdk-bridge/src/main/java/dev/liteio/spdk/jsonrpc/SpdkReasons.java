package dev.liteio.spdk.jsonrpc;

/** Turns SPDK's code and message into a reason, method by method. */
final class SpdkReasons {

  private SpdkReasons() {}

  static SpdkReason of(String method, int code, String text) {
    return SpdkReason.UNKNOWN;
  }
}
