package dev.liteio.volume;

import java.util.UUID;

/**
 * Who a node is to the targets, for one Attachment.
 *
 * <p>Random and never used again: a host that was fenced keeps its queued writes and sends them as
 * soon as its NQN is let in again, so an identity per node would let old writes land over newer
 * ones.
 */
public record HostIdentity(UUID id) {

  private static final String PREFIX = "nqn.2014-08.org.nvmexpress:uuid:";

  /** Reads the id as it stands in a spec or a publish_context. */
  public static HostIdentity parse(String id) {
    return new HostIdentity(Uuids.parse("host id", id));
  }

  /** An identity that nobody has had before. */
  public static HostIdentity mint() {
    return new HostIdentity(UUID.randomUUID());
  }

  /** The host NQN, always passed explicitly. */
  public Nqn nqn() {
    return new Nqn(PREFIX + id);
  }

  /** The host ID, always passed explicitly. */
  public String hostId() {
    return id.toString();
  }
}
