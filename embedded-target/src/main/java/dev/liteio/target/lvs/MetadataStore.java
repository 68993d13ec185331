package dev.liteio.target.lvs;

import java.io.IOException;

/** Where the metadata of a store is kept. */
interface MetadataStore {

  /** Replaces what is kept, all or nothing; it survives a loss of power when it returns. */
  void replace(byte[] content) throws IOException;

  /** Forgets it. */
  void delete() throws IOException;

  /** For a store whose device forgets everything too. */
  static MetadataStore none() {
    return new MetadataStore() {
      @Override
      public void replace(byte[] content) {}

      @Override
      public void delete() {}
    };
  }
}
