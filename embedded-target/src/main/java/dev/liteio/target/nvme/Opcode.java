package dev.liteio.target.nvme;

/** Opcodes (NVMe Base 2.0, figure 138; NVM command set 1.0, figure 12; fabrics 0x7f). */
public final class Opcode {

  public static final int FABRICS = 0x7f;

  public static final int GET_LOG_PAGE = 0x02;
  public static final int IDENTIFY = 0x06;
  public static final int ABORT = 0x08;
  public static final int SET_FEATURES = 0x09;
  public static final int GET_FEATURES = 0x0a;
  public static final int ASYNC_EVENT_REQUEST = 0x0c;
  public static final int KEEP_ALIVE = 0x18;

  public static final int FLUSH = 0x00;
  public static final int WRITE = 0x01;
  public static final int READ = 0x02;
  public static final int WRITE_ZEROES = 0x08;
  public static final int DATASET_MANAGEMENT = 0x09;

  /** Fabrics command types. */
  public static final int FABRICS_PROPERTY_SET = 0x00;

  public static final int FABRICS_CONNECT = 0x01;
  public static final int FABRICS_PROPERTY_GET = 0x04;

  private Opcode() {}
}
