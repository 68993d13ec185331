package dev.liteio.target.lvs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who is at work on what. Calls that meet on one volume, or on a store and what is in it, kill a
 * real target or damage it; here the later one is refused as busy.
 */
public final class Holds {

  private final Set<Lvol> changing = new HashSet<>();
  private final Set<Lvol> deleting = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Map<Lvstore, Integer> inUse = new HashMap<>();
  private final Set<Lvstore> alone = new HashSet<>();

  /** What one call holds until it is done. */
  public final class Hold implements AutoCloseable {
    private final Deque<Runnable> given = new ArrayDeque<>();

    private Hold() {}

    @Override
    public void close() {
      synchronized (Holds.this) {
        while (!given.isEmpty()) {
          given.pop().run();
        }
      }
    }
  }

  /** For a call that changes nothing but the names or flags within a store. */
  public synchronized Hold in(Lvstore store) throws LvsException {
    if (alone.contains(store)) {
      throw new LvsException(Errno.ENODEV, store.name() + " is going away or being renamed");
    }
    Hold hold = new Hold();
    inUse.merge(store, 1, Integer::sum);
    hold.given.push(() -> inUse.computeIfPresent(store, (key, n) -> n == 1 ? null : n - 1));
    return hold;
  }

  /** For a call that brings a new name into a store. */
  public synchronized Hold name(Lvstore store, String name) throws LvsException {
    String key = store.uuid() + "/" + name;
    if (store.find(name).isPresent() || names.contains(key)) {
      throw new LvsException(Errno.EEXIST, name);
    }
    Hold hold = in(store);
    names.add(key);
    hold.given.push(() -> names.remove(key));
    return hold;
  }

  /** For a call that changes what a volume holds. */
  public synchronized Hold change(Lvol lvol) throws LvsException {
    if (changing.contains(lvol)) {
      throw new LvsException(Errno.EBUSY, lvol.lvolName() + " is being changed");
    }
    Hold hold = in(lvol.store());
    changing.add(lvol);
    hold.given.push(() -> changing.remove(lvol));
    return hold;
  }

  /** For a call that makes something new of a volume. */
  public synchronized Hold derive(Lvol lvol, String name) throws LvsException {
    Hold named = name(lvol.store(), name);
    try {
      Hold hold = change(lvol);
      hold.given.push(named::close);
      return hold;
    } catch (LvsException e) {
      named.close();
      throw e;
    }
  }

  /** For the deletion of a volume; it has yet to be {@linkplain #confirm confirmed}. */
  public synchronized Hold delete(Lvol lvol) throws LvsException {
    if (changing.contains(lvol) || deleting.contains(lvol)) {
      throw new LvsException(Errno.EBUSY, lvol.lvolName() + " is being changed");
    }
    Hold hold = in(lvol.store());
    deleting.add(lvol);
    hold.given.push(() -> deleting.remove(lvol));
    return hold;
  }

  /** A deletion gives way to whatever else has begun on the volume since. */
  public synchronized void confirm(Hold hold, Lvol lvol) throws LvsException {
    if (!changing.add(lvol)) {
      hold.close();
      throw new LvsException(Errno.EBUSY, lvol.lvolName() + " is being changed");
    }
    hold.given.push(() -> changing.remove(lvol));
  }

  /** For a call that concerns a store as a whole. */
  public synchronized Hold whole(Lvstore store) throws LvsException {
    if (alone.contains(store)) {
      throw new LvsException(Errno.ENODEV, store.name() + " is going away or being renamed");
    }
    if (inUse.containsKey(store)) {
      throw new LvsException(Errno.EBUSY, store.name() + " has calls under way");
    }
    Hold hold = new Hold();
    alone.add(store);
    hold.given.push(() -> alone.remove(store));
    return hold;
  }

  /** Whether a call is under way in a store. */
  public synchronized boolean isBusy(Lvstore store) {
    return alone.contains(store) || inUse.containsKey(store);
  }
}
