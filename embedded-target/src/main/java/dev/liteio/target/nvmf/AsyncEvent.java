package dev.liteio.target.nvmf;

/** What a controller tells its host unasked (NVMe Base 2.0, figure 146 and following). */
enum AsyncEvent {
  /** A namespace came, went or changed its size. */
  NAMESPACE_CHANGED(0x00040002, 0x04, 1 << 8),
  /** A path changed its state. */
  ANA_CHANGED(0x000c0302, 0x0c, 1 << 11);

  private final int result;
  private final int logPage;
  private final int configuration;

  AsyncEvent(int result, int logPage, int configuration) {
    this.result = result;
    this.logPage = logPage;
    this.configuration = configuration;
  }

  int result() {
    return result;
  }

  /** Reading it lets the next event of this kind through. */
  int logPage() {
    return logPage;
  }

  /** The bit of feature 0Bh that asks for it. */
  int configuration() {
    return configuration;
  }
}
