package dev.liteio.target.lvs;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Writes of the metadata, joined: whoever comes while one is under way shares the next. */
final class GroupCommit {

  private final MetadataStore store;
  private final Supplier<byte[]> content;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile long requested;
  private volatile long written;

  GroupCommit(MetadataStore store, Supplier<byte[]> content) {
    this.store = store;
    this.content = content;
  }

  /** Returns when everything that was changed before the call is kept. */
  void commit() throws IOException {
    long mine = request();
    writing.lock();
    try {
      if (written >= mine) {
        return;
      }
      long covers = requested;
      store.replace(content.get());
      written = covers;
    } finally {
      writing.unlock();
    }
  }

  private synchronized long request() {
    return ++requested;
  }
}
