package dev.liteio.agent.plan;

import dev.liteio.crd.AllowedHost;
import dev.liteio.crd.LogicalVolumeSpec;
import dev.liteio.crd.Provision;
import java.util.List;

/** A planner that misreads what is wanted: each of these breaks one rule. */
@FunctionalInterface
interface Mutation {

  DesiredVolume of(DesiredVolume volume);

  default DesiredPool misread(DesiredPool pool) {
    return new DesiredPool(
        pool.name(), pool.spec(), pool.volumes().stream().map(this::of).toList());
  }

  static DesiredVolume everythingIsNew(DesiredVolume volume) {
    return new DesiredVolume(
        volume.name(),
        volume.uid(),
        volume.generation(),
        volume.created(),
        volume.deleting(),
        volume.held(),
        with(volume.spec(), Provision.CREATE, volume.spec().destroy(), volume.spec().hosts()),
        null);
  }

  static DesiredVolume everythingIsOrderedToGo(DesiredVolume volume) {
    return new DesiredVolume(
        volume.name(),
        volume.uid(),
        volume.generation(),
        volume.created(),
        volume.deleting(),
        volume.held(),
        with(volume.spec(), volume.spec().provision(), true, volume.spec().hosts()),
        volume.status());
  }

  static DesiredVolume everybodyIsWelcome(DesiredVolume volume) {
    List<AllowedHost> all =
        List.of(
            new AllowedHost("a", "u", "n", "nqn.2014-08.org.nvmexpress:uuid:a"),
            new AllowedHost("b", "u", "n", "nqn.2014-08.org.nvmexpress:uuid:b"));
    return new DesiredVolume(
        volume.name(),
        volume.uid(),
        volume.generation(),
        volume.created(),
        volume.deleting(),
        volume.held(),
        with(volume.spec(), volume.spec().provision(), volume.spec().destroy(), all),
        volume.status());
  }

  static Plan withoutRevocations(Plan plan) {
    return new Plan(
        plan.volumes().stream()
            .map(v ->
                new VolumePlan(
                    v.volume(),
                    v.verdict(),
                    v.order(),
                    v.stages().stream()
                        .map(stage ->
                            stage.stream().filter(step -> !(step instanceof Step.Revoke)).toList())
                        .toList()))
            .toList());
  }

  private static LogicalVolumeSpec with(
      LogicalVolumeSpec spec, Provision provision, Boolean destroy, List<AllowedHost> hosts) {
    return new LogicalVolumeSpec(
        spec.volume(),
        spec.leg(),
        spec.pool(),
        spec.node(),
        spec.uuid(),
        spec.lvol(),
        spec.sizeBytes(),
        spec.thin(),
        spec.controllerIdWindow(),
        provision,
        destroy,
        hosts);
  }
}
