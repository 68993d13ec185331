package dev.liteio.cli.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** All checks, in the order in which one thing rests on another. */
public final class Doctor {

  private Doctor() {}

  /** What a machine says; the cluster tells where targets listen and who uses a volume. */
  public static List<Diagnosis> machine(MachineFacts machine, boolean inPod, ClusterFacts cluster) {
    List<Diagnosis> all =
        new ArrayList<>(new MachineChecks(machine, inPod).all(cluster.targetAddresses()));
    all.addAll(ConnectionChecks.of(machine.connections(), cluster.attachments()));
    return all;
  }

  /** What the cluster says. */
  public static List<Diagnosis> cluster(ClusterFacts cluster, Instant now) {
    List<Diagnosis> all = new ArrayList<>(new InstallationChecks(cluster).all());
    if (cluster.api() instanceof Reading.Seen<ApiAnswer>) {
      all.addAll(new PodChecks(cluster, now).all());
      all.addAll(new PoolChecks(cluster, now).all());
      all.addAll(new ObjectChecks(cluster, now).all());
    }
    return all;
  }

  /** Why a machine was not looked at. */
  public static Diagnosis otherMachine(String hostname) {
    return Diagnosis.skipped(
        "this machine",
        "%s is no node of the cluster and was not looked at (--only machine looks at it)"
            .formatted(hostname));
  }
}
