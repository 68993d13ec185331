package dev.liteio.agent.plan;

import static dev.liteio.agent.plan.Samples.GIB;
import static dev.liteio.agent.plan.Samples.TERMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.agent.engine.StoredVolume;
import dev.liteio.agent.export.ObservedExport;
import dev.liteio.crd.Provision;
import dev.liteio.testing.Cases;
import dev.liteio.testing.Randomised;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The data-safety rules hold for any wish and any state; and a planner that broke one is caught.
 */
class PlanRulesTest {

  private static final List<String> HOSTS =
      List.of("nqn.2014-08.org.nvmexpress:uuid:a", "nqn.2014-08.org.nvmexpress:uuid:b");

  @Randomised
  void noPlanBreaksARule() {
    Cases.usual()
        .run(random -> {
          DesiredPool desired = desired(random);
          ObservedPool observed = observed(random);
          Plan plan = Planner.plan(desired, observed, TERMS);
          assertThat(PlanRules.broken(desired, observed, plan)).isEmpty();
        });
  }

  @Test
  void aPlannerThatForgetsWhatExistedIsCaught() {
    assertThat(brokenBy(Mutation::everythingIsNew)).contains(PlanRules.Rule.CREATE_ONCE);
  }

  @Test
  void aPlannerThatDestroysWithoutOrderIsCaught() {
    assertThat(brokenBy(Mutation::everythingIsOrderedToGo))
        .contains(PlanRules.Rule.DESTROY_ON_ORDER);
  }

  @Test
  void aPlannerThatLetsAnybodyInIsCaught() {
    assertThat(brokenBy(Mutation::everybodyIsWelcome)).contains(PlanRules.Rule.HOSTS_AS_LISTED);
  }

  @Test
  void aPlannerThatRevokesNobodyIsCaught() {
    Random random = new Random(7);
    List<PlanRules.Rule> found = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      DesiredPool desired = desired(random);
      ObservedPool observed = observed(random);
      Plan lax = Mutation.withoutRevocations(Planner.plan(desired, observed, TERMS));
      found.addAll(PlanRules.broken(desired, observed, lax));
    }
    assertThat(found).contains(PlanRules.Rule.REVOKE);
  }

  private static List<PlanRules.Rule> brokenBy(Mutation mutation) {
    Random random = new Random(7);
    List<PlanRules.Rule> found = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      DesiredPool desired = desired(random);
      ObservedPool observed = observed(random);
      Plan wrong = Planner.plan(mutation.misread(desired), observed, TERMS);
      found.addAll(PlanRules.broken(desired, observed, wrong));
    }
    return found;
  }

  private static DesiredPool desired(Random random) {
    List<DesiredVolume> volumes = new ArrayList<>();
    for (String name : List.of("u", "v", "w")) {
      if (random.nextInt(4) > 0) {
        volumes.add(volume(name, random));
      }
    }
    return random.nextInt(10) == 0
        ? new DesiredPool("pool-1", null, volumes)
        : Samples.pool(volumes.toArray(DesiredVolume[]::new));
  }

  private static DesiredVolume volume(String name, Random random) {
    Provision provision = random.nextBoolean() ? Provision.CREATE : Provision.EXISTING;
    String[] hosts = HOSTS.stream().filter(host -> random.nextBoolean()).toArray(String[]::new);
    var spec = Samples.spec(name, (1 + random.nextInt(4)) * GIB, provision, hosts);
    DesiredVolume volume = Samples.volume(random.nextInt(3) == 0 ? spec.destroyed() : spec);
    if (random.nextInt(3) == 0) {
      volume = Samples.withStatus(volume, Samples.status("/dev/a", HOSTS.getFirst()));
    }
    return random.nextInt(3) == 0 ? Samples.deleting(volume) : volume;
  }

  private static ObservedPool observed(Random random) {
    List<StoredVolume> stored = new ArrayList<>();
    List<ObservedExport> exports = new ArrayList<>();
    for (String name : List.of("u", "v", "w", "x")) {
      String device = random.nextBoolean() ? "/dev/a" : "/dev/b";
      if (random.nextBoolean()) {
        stored.add(Samples.stored(name, device, (1 + random.nextInt(4)) * GIB));
      }
      if (random.nextBoolean()) {
        String[] hosts = HOSTS.stream().filter(host -> random.nextBoolean()).toArray(String[]::new);
        ObservedExport export = Samples.export(name, hosts);
        exports.add(random.nextInt(4) == 0 ? Samples.hollow(export) : export);
      }
    }
    var b =
        random.nextInt(4) == 0
            ? Samples.loading("/dev/b")
            : Samples.device("/dev/b", 8 * GIB, 4 * GIB);
    return Samples.seen(
        List.of(Samples.device("/dev/a", 8 * GIB, 4 * GIB), b),
        stored,
        exports.toArray(ObservedExport[]::new));
  }
}
