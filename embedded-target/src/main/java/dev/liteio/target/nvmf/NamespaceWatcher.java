package dev.liteio.target.nvmf;

import dev.liteio.target.bdev.Bdev;

/** What happens to a device happens to the namespace it is exported as. */
final class NamespaceWatcher implements Bdev.Watcher {

  private final Subsystem subsystem;
  private final Namespace namespace;

  NamespaceWatcher(Subsystem subsystem, Namespace namespace) {
    this.subsystem = subsystem;
    this.namespace = namespace;
  }

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
