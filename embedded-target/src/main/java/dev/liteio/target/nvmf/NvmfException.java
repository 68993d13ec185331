package dev.liteio.target.nvmf;

/** A change of what is exported that cannot be made. */
public final class NvmfException extends Exception {

  private static final long serialVersionUID = 1L;

  public NvmfException(String message) {
    super(message);
  }
}
