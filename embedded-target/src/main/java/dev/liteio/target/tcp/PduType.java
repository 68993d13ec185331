package dev.liteio.target.tcp;

/** PDU types (NVMe/TCP 1.0, figure 10). */
public final class PduType {

  public static final int IC_REQ = 0x00;
  public static final int IC_RESP = 0x01;
  public static final int H2C_TERM_REQ = 0x02;
  public static final int C2H_TERM_REQ = 0x03;
  public static final int CAPSULE_CMD = 0x04;
  public static final int CAPSULE_RESP = 0x05;
  public static final int H2C_DATA = 0x06;
  public static final int C2H_DATA = 0x07;
  public static final int R2T = 0x09;

  private PduType() {}
}
