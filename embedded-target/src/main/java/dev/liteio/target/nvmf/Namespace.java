package dev.liteio.target.nvmf;

import dev.liteio.target.bdev.Bdev;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** A device as a namespace of a subsystem. */
public final class Namespace {

  private final int nsid;
  private final Bdev bdev;
  private final UUID uuid;
  private final String nguid;
  private final @Nullable String eui64;
  // commands hold the read lock while they run: who takes the other one has waited for them
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private volatile int anaGroup;
  private volatile boolean gone;

  Namespace(int nsid, Bdev bdev, UUID uuid, String nguid, @Nullable String eui64, int anaGroup) {
    this.nsid = nsid;
    this.bdev = bdev;
    this.uuid = uuid;
    this.nguid = nguid;
    this.eui64 = eui64;
    this.anaGroup = anaGroup;
  }

  public int nsid() {
    return nsid;
  }

  public Bdev bdev() {
    return bdev;
  }

  public UUID uuid() {
    return uuid;
  }

  /** 32 hex digits in upper case. */
  public String nguid() {
    return nguid;
  }

  /** 16 hex digits, when set. */
  public @Nullable String eui64() {
    return eui64;
  }

  public int anaGroup() {
    return anaGroup;
  }

  ReentrantReadWriteLock gate() {
    return gate;
  }

  boolean isGone() {
    return gone;
  }

  /** Waits for the commands under way, then moves the namespace. */
  void moveToGroup(int group) {
    gate.writeLock().lock();
    try {
      anaGroup = group;
    } finally {
      gate.writeLock().unlock();
    }
  }

  /** Waits for the commands under way; none runs afterwards. */
  void retire() {
    gate.writeLock().lock();
    try {
      gone = true;
    } finally {
      gate.writeLock().unlock();
    }
  }
}
