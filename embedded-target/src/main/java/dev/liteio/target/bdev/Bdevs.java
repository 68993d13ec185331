package dev.liteio.target.bdev;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * All devices, in the order they were registered; names, aliases and uuids share one name space.
 */
public final class Bdevs {

  private final Map<String, Bdev> byName = new LinkedHashMap<>();
  private final Map<String, Bdev> byAnyName = new LinkedHashMap<>();
  private final CopyOnWriteArrayList<Consumer<Bdev>> arrivals = new CopyOnWriteArrayList<>();
  private final Notifications notifications = new Notifications();

  /**
   * Adds a device.
   *
   * @return false when one of its names is taken
   */
  public boolean register(Bdev bdev) {
    synchronized (this) {
      if (isTaken(bdev.name()) || bdev.aliases().stream().anyMatch(this::isTaken)) {
        return false;
      }
      byName.put(bdev.name(), bdev);
      byAnyName.put(bdev.name(), bdev);
      bdev.aliases().forEach(alias -> byAnyName.put(alias, bdev));
    }
    bdev.watch(new ResizeNotifier(bdev));
    notifications.add("bdev_register", bdev.name());
    arrivals.forEach(arrival -> arrival.accept(bdev));
    return true;
  }

  /** Takes a device away: whoever uses it is told before this returns. */
  public void unregister(Bdev bdev) {
    synchronized (this) {
      if (byName.remove(bdev.name()) == null) {
        return;
      }
      byAnyName.values().removeIf(other -> other.equals(bdev));
    }
    bdev.removed();
    notifications.add("bdev_unregister", bdev.name());
  }

  /** A device changed an alias. */
  public synchronized void realias(Bdev bdev) {
    byAnyName.values().removeIf(other -> other.equals(bdev));
    byAnyName.put(bdev.name(), bdev);
    bdev.aliases().forEach(alias -> byAnyName.put(alias, bdev));
  }

  /** The device that answers to a name, alias or uuid. */
  public synchronized Optional<Bdev> find(String anyName) {
    return Optional.ofNullable(byAnyName.get(anyName));
  }

  /** Whether a name, alias or uuid is in use. */
  public synchronized boolean isTaken(String anyName) {
    return byAnyName.containsKey(anyName);
  }

  /** All of them. */
  public synchronized List<Bdev> all() {
    return new ArrayList<>(byName.values());
  }

  /** Tells {@code arrival} of every device that comes from now on. */
  public void onArrival(Consumer<Bdev> arrival) {
    arrivals.add(arrival);
  }

  /** What happened to devices so far. */
  public Notifications notifications() {
    return notifications;
  }

  private final class ResizeNotifier implements Bdev.Watcher {
    private final Bdev bdev;

    ResizeNotifier(Bdev bdev) {
      this.bdev = bdev;
    }

    @Override
    public void resized() {
      notifications.add("bdev_resize", bdev.name());
    }

    @Override
    public void removed() {}
  }
}
