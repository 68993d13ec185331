package dev.liteio.volume;

import java.util.Optional;
import java.util.UUID;

/**
 * What a host sees of a leg. Everything derives from one random uuid that is minted once and never
 * changes: not by a restart, an upgrade, a migration or a new base device.
 */
public record LegIdentity(UUID uuid) {

  /** The namespace a leg is served as. */
  public static final int NAMESPACE_ID = 1;

  private static final String PREFIX = "nqn.2026-11.dev.liteio:";
  private static final int SERIAL_DIGITS = 20;

  /** Reads the uuid as it stands in a spec. */
  public static LegIdentity parse(String uuid) {
    return new LegIdentity(Uuids.parse("leg uuid", uuid));
  }

  /** An identity that nobody has had before. */
  public static LegIdentity mint() {
    return new LegIdentity(UUID.randomUUID());
  }

  /** The leg that a subsystem of that name serves; nothing when the name is none of ours. */
  public static Optional<LegIdentity> ofNqn(String nqn) {
    if (!nqn.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(nqn.substring(PREFIX.length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The subsystem's NQN. */
  public Nqn nqn() {
    return new Nqn(PREFIX + uuid);
  }

  /** The subsystem's serial number: the first 20 hex digits. */
  public String serial() {
    return hex().substring(0, SERIAL_DIGITS);
  }

  /** The namespace's NGUID: the uuid without dashes. */
  public String nguid() {
    return hex();
  }

  private String hex() {
    return uuid.toString().replace("-", "");
  }
}
