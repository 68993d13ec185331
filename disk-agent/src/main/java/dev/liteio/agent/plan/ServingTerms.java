package dev.liteio.agent.plan;

import dev.liteio.crd.Endpoint;
import dev.liteio.volume.TargetSlot;
import java.util.List;

/**
 * What all exports of a target have in common.
 *
 * @param endpoints where the target listens
 * @param slot which half of a controller id window it hands out
 */
public record ServingTerms(List<Endpoint> endpoints, TargetSlot slot) {
  public ServingTerms {
    endpoints = List.copyOf(endpoints);
  }
}
