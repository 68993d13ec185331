package dev.liteio.spdk.jsonrpc;

/**
 * What an error of SPDK means. Its codes and texts differ by method and hide causes; where they do,
 * the reason is {@link #AMBIGUOUS} and the state has to be read.
 */
public enum SpdkReason {
  /** The object that was named does not exist. */
  NOT_FOUND,
  /** The object to be made, or its name, exists. */
  ALREADY_EXISTS,
  /** No room for it in the store or on the device. */
  NO_SPACE,
  /** The target has no memory left for it. */
  NO_MEMORY,
  /** Something else is under way; it may work later. */
  BUSY,
  /** The values, or the shape of the parameters, were refused; repeating it does not help. */
  INVALID,
  /** The state of the object forbids it; repeating it does not help. */
  NOT_PERMITTED,
  /** The target is still starting. */
  NOT_READY,
  /** This release, build or kernel does not have it. */
  UNSUPPORTED,
  /** The target gave up waiting. */
  TIMED_OUT,
  /** An I/O error of the target's own. */
  INPUT_OUTPUT,
  /** The answer stands for several causes, among them "it is so already": read the state. */
  AMBIGUOUS,
  /** Not an answer this product knows: read the state. */
  UNKNOWN
}
