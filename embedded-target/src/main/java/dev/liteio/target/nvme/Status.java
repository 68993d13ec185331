package dev.liteio.target.nvme;

/**
 * A status field without its phase bit: status code type in bits 8-10, status code in 0-7, DNR in
 * bit 14 (NVMe Base 2.0, 4.2.3). DNR as SPDK sets it: hosts give a disk up for good when they see
 * it.
 */
public final class Status {

  public static final int SUCCESS = 0x0000;
  public static final int INVALID_OPCODE = 0x0001;
  public static final int INVALID_FIELD = 0x0002;
  public static final int INTERNAL_ERROR = 0x0006;
  public static final int ABORTED_SQ_DELETION = 0x0008;
  public static final int ABORTED_FAILED_FUSED = 0x0009;
  public static final int INVALID_NAMESPACE = 0x000b;
  public static final int INVALID_NAMESPACE_DNR = 0x400b;
  public static final int COMMAND_SEQUENCE_ERROR = 0x000c;
  public static final int INVALID_SGL_DESCRIPTOR_TYPE = 0x0011;
  public static final int DATA_SGL_LENGTH_INVALID = 0x000f;
  public static final int SGL_OFFSET_INVALID = 0x0016;
  public static final int DATA_TRANSFER_ERROR = 0x0004;
  public static final int LBA_OUT_OF_RANGE = 0x0080;
  public static final int CAPACITY_EXCEEDED = 0x0081;
  public static final int ASYNC_EVENT_LIMIT = 0x0105;
  public static final int INVALID_LOG_PAGE = 0x0109;
  public static final int FEATURE_NOT_CHANGEABLE = 0x010e;
  public static final int CONNECT_INCOMPATIBLE_FORMAT = 0x0180;
  public static final int CONNECT_INVALID_PARAMETER = 0x0182;
  public static final int CONNECT_INVALID_HOST = 0x0184;
  public static final int ANA_INACCESSIBLE = 0x0302;
  public static final int WRITE_FAULT = 0x0280;
  public static final int UNRECOVERED_READ_ERROR = 0x0281;

  /** Do not retry. */
  public static final int DNR = 0x4000;

  private Status() {}

  /** The status without its DNR bit. */
  public static int code(int status) {
    return status & ~DNR & 0x7ff;
  }
}
