package dev.liteio.target.lvs;

/** An operation on logical volumes that cannot be done, with the errno a real target names. */
public final class LvsException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Errno errno;

  public LvsException(Errno errno, String message) {
    super(message);
    this.errno = errno;
  }

  /** The errno. */
  public Errno errno() {
    return errno;
  }
}
