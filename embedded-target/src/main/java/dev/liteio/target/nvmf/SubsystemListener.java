package dev.liteio.target.nvmf;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A subsystem on an address, with the state of each ANA group there. */
public final class SubsystemListener {

  private final ListenAddress address;
  private final AtomicReferenceArray<AnaState> states;

  SubsystemListener(ListenAddress address, int groups, AnaState initial) {
    this.address = address;
    AnaState[] all = new AnaState[groups];
    Arrays.fill(all, initial);
    this.states = new AtomicReferenceArray<>(all);
  }

  /** The address. */
  public ListenAddress address() {
    return address;
  }

  /** The state of a group, from 1. */
  public AnaState state(int group) {
    return states.get(group - 1);
  }

  /** How many groups there are. */
  public int groups() {
    return states.length();
  }

  void set(int group, AnaState state) {
    states.set(group - 1, state);
  }
}
