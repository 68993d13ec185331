package dev.liteio.target.lvs;

/** The errnos that reach a JSON-RPC client, with the text strerror gives them. */
public enum Errno {
  EPERM(1, "Operation not permitted"),
  ENOENT(2, "No such file or directory"),
  EIO(5, "Input/output error"),
  ENOMEM(12, "Cannot allocate memory"),
  EBUSY(16, "Device or resource busy"),
  EEXIST(17, "File exists"),
  ENODEV(19, "No such device"),
  EINVAL(22, "Invalid argument"),
  ENOSPC(28, "No space left on device");

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** Its number on Linux. */
  public int number() {
    return number;
  }

  /** Its text. */
  public String text() {
    return text;
  }
}
