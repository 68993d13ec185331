package dev.liteio.target.nvmf;

import dev.liteio.target.bdev.Bdev;

/** What happens to a device happens to the namespace it is exported as. */
record NamespaceWatcher(Subsystem subsystem, Namespace namespace) implements Bdev.Watcher {

  @Override
  public void resized() {
    if (isCurrent()) {
      subsystem.namespaceChanged(namespace.nsid());
    }
  }

  @Override
  public void removed() {
    if (isCurrent()) {
      subsystem.removeNamespace(namespace.nsid());
    }
  }

  private boolean isCurrent() {
    return subsystem.namespace(namespace.nsid()) == namespace;
  }
}
