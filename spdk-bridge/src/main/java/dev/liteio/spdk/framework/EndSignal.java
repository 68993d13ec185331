package dev.liteio.spdk.framework;

/** The signals spdk_kill_instance takes that end a process in order. */
public enum EndSignal {
  SIGTERM,
  SIGINT
}
