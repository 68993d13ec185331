package dev.liteio.target.bdev;

import java.util.ArrayList;
import java.util.List;

/**
 * What happened to devices since the start, counted from 0 (SPDK: {@code
 * notify_get_notifications}).
 */
public final class Notifications {

  /** What can happen. */
  public static final List<String> TYPES =
      List.of("bdev_register", "bdev_unregister", "bdev_resize");

  private final List<Notification> all = new ArrayList<>();

  /** Something that happened to the device {@code ctx}. */
  public record Notification(long id, String type, String ctx) {}

  synchronized void add(String type, String ctx) {
    all.add(new Notification(all.size(), type, ctx));
  }

  /** At most {@code max} of them, from number {@code id} on. */
  public synchronized List<Notification> from(long id, long max) {
    return all.stream().skip(id).limit(max).toList();
  }
}
