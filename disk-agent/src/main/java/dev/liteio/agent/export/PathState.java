package dev.liteio.agent.export;

/** How an endpoint serves the two ANA groups every export has. */
public enum PathState {
  /** Group 1 is optimized, group 2 is inaccessible: the state of an export in service. */
  SERVING,
  /** Both groups are inaccessible: hosts wait. */
  CLOSED,
  /** Anything else: to be set right. */
  OTHER
}
