package dev.liteio.target.nvmf;

/** Sizes of the wire. */
final class Sizes {

  static final int SQE = 64;

  private Sizes() {}
}
