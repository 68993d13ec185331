package dev.liteio.target.bdev;

/** Who has taken a device, and what others may still do with it. */
public enum Claim {
  /** A namespace or a raid: nobody else may use it. */
  EXCLUSIVE_WRITE("exclusive_write"),
  /** An lvstore lies on it. */
  READ_MANY_WRITE_ONE("read_many_write_one");

  private final String word;

  Claim(String word) {
    this.word = word;
  }

  /** SPDK's word for it. */
  public String word() {
    return word;
  }
}
