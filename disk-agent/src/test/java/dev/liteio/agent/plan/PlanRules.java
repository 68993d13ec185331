package dev.liteio.agent.plan;

import dev.liteio.agent.export.Conflict;
import dev.liteio.agent.export.ObservedExport;
import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.Provision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules a plan has to keep, written without looking at the planner. */
final class PlanRules {

  enum Rule {
    CREATE_ONCE,
    DESTROY_ON_ORDER,
    HOSTS_AS_LISTED,
    REVOKE,
    NEVER_SHRINK
  }

  private PlanRules() {}

  static List<Rule> broken(DesiredPool desired, ObservedPool observed, Plan plan) {
    List<Rule> broken = new ArrayList<>();
    plan.steps().forEach(step -> check(step, desired, observed, broken));
    for (DesiredVolume volume : desired.volumes()) {
      if (!revokesWhoIsNotListed(volume, observed, plan)) {
        broken.add(Rule.REVOKE);
      }
    }
    return broken;
  }

  private static void check(
      Step step, DesiredPool desired, ObservedPool observed, List<Rule> broken) {
    switch (step) {
      case Step.CreateVolume create -> {
        DesiredVolume volume = byLvol(desired, create.name());
        boolean there =
            observed.contents().volumes().stream().anyMatch(s -> s.name().equals(create.name()));
        if (volume.spec().provision() == Provision.EXISTING || volume.status() != null || there) {
          broken.add(Rule.CREATE_ONCE);
        }
      }
      case Step.DeleteVolume delete -> {
        DesiredVolume volume = byLvol(desired, delete.volume().name());
        if (!volume.deleting() || !volume.spec().destroyOrFalse()) {
          broken.add(Rule.DESTROY_ON_ORDER);
        }
      }
      case Step.GrowVolume grow -> {
        if (grow.sizeBytes() <= grow.volume().sizeBytes()) {
          broken.add(Rule.NEVER_SHRINK);
        }
      }
      case Step.Export export ->
          onlyListed(export.order().nqn(), export.order().hosts(), desired, broken);
      case Step.Allow allow -> onlyListed(allow.nqn(), allow.hosts(), desired, broken);
      case Step.Revoke revoke -> {}
      case Step.Close close -> {}
      case Step.Unexport unexport -> {}
    }
  }

  private static void onlyListed(
      String nqn, List<String> hosts, DesiredPool desired, List<Rule> broken) {
    DesiredVolume volume =
        desired.volumes().stream().filter(v -> nqn(v).equals(nqn)).findFirst().orElseThrow();
    if (!listed(volume).containsAll(hosts)) {
      broken.add(Rule.HOSTS_AS_LISTED);
    }
  }

  private static boolean revokesWhoIsNotListed(
      DesiredVolume volume, ObservedPool observed, Plan plan) {
    ObservedExport seen = observed.exports().get(nqn(volume));
    if (seen == null || isForeign(volume, seen, plan)) {
      return true;
    }
    Set<String> toGo = new HashSet<>(seen.hosts());
    toGo.removeAll(listed(volume));
    plan.steps()
        .forEach(step -> {
          if (step instanceof Step.Revoke revoke && revoke.nqn().equals(seen.nqn())) {
            toGo.removeAll(revoke.hosts());
          }
          if (step instanceof Step.Unexport gone && gone.nqn().equals(seen.nqn())) {
            toGo.clear();
          }
        });
    return toGo.isEmpty();
  }

  private static boolean isForeign(DesiredVolume volume, ObservedExport seen, Plan plan) {
    return plan.volumes().stream()
        .filter(p -> p.volume().name().equals(volume.name()) && p.order() != null)
        .anyMatch(p -> Conflict.between(p.order(), seen).isPresent());
  }

  private static Set<String> listed(DesiredVolume volume) {
    Set<String> hosts = new HashSet<>();
    volume.spec().hostsOrEmpty().stream().map(AllowedHost::hostNqn).forEach(hosts::add);
    return hosts;
  }

  private static DesiredVolume byLvol(DesiredPool desired, String lvol) {
    return desired.volumes().stream()
        .filter(v -> v.spec().lvol().equals(lvol))
        .findFirst()
        .orElseThrow();
  }

  private static String nqn(DesiredVolume volume) {
    return Samples.leg(volume.spec().volume()).nqn().value();
  }
}
