package dev.liteio.spdk.nvmf;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/** A listener as nvmf_subsystem_get_listeners reports it, with its state per ANA group. */
public record Listener(
    ListenAddress address, @JsonSetter(nulls = Nulls.AS_EMPTY) List<GroupState> anaStates) {

  /** State of one group, from 1. */
  public record GroupState(int anaGroup, AnaState anaState) {}
}
