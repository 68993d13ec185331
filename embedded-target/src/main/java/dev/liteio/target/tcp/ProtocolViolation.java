package dev.liteio.target.tcp;

import java.io.IOException;

/**
 * A peer that does not speak NVMe/TCP as it should: the connection ends with a termination request.
 */
public final class ProtocolViolation extends IOException {

  private static final long serialVersionUID = 1L;

  public static final int INVALID_HEADER_FIELD = 1;
  public static final int PDU_SEQUENCE_ERROR = 2;
  public static final int HEADER_DIGEST_ERROR = 3;
  public static final int DATA_OUT_OF_RANGE = 4;
  public static final int DATA_LIMIT_EXCEEDED = 5;
  public static final int UNSUPPORTED_PARAMETER = 6;

  private final int status;
  private final int information;

  /**
   * What went wrong.
   *
   * @param status fatal error status (NVMe/TCP 1.0, figure 17)
   * @param information the offset of the field, or the digest seen
   */
  public ProtocolViolation(int status, int information, String message) {
    super(message);
    this.status = status;
    this.information = information;
  }

  public int status() {
    return status;
  }

  public int information() {
    return information;
  }
}
