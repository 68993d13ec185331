package dev.liteio.target.lvs;

import java.util.List;

/**
 * Nobody reads or writes a volume, or one that reads through it, until this is closed: what a chain
 * of snapshots means may be changed meanwhile.
 */
final class StillIo implements AutoCloseable {

  private final List<Lvol> family;

  private StillIo(List<Lvol> family) {
    this.family = family;
  }

  /** Waits for the I/O under way; always in the order of the store, so that two cannot block. */
  static StillIo of(Lvol lvol) {
    List<Lvol> family =
        lvol.store().lvols().stream().filter(other -> readsThrough(other, lvol)).toList();
    family.forEach(member -> member.shape().writeLock().lock());
    return new StillIo(family);
  }

  private static boolean readsThrough(Lvol reader, Lvol lvol) {
    for (Lvol level = reader; level != null; level = level.parent()) {
      if (level.equals(lvol)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    family.reversed().forEach(member -> member.shape().writeLock().unlock());
  }
}
