package dev.liteio.spdk.jsonrpc;

import java.io.IOException;

/** The peer sent something that is not an answer: nothing after it can be trusted. */
final class ProtocolViolation extends IOException {

  private static final long serialVersionUID = 1L;

  ProtocolViolation(String message) {
    super(message);
  }
}
