package dev.liteio.node;

/** The process died here. No code of ours catches it. */
public final class Crash extends Error {
  private static final long serialVersionUID = 1L;
}
