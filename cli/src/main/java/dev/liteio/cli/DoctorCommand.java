package dev.liteio.cli;

import dev.liteio.cli.doctor.ClusterFacts;
import dev.liteio.cli.doctor.ClusterReader;
import dev.liteio.cli.doctor.Diagnosis;
import dev.liteio.cli.doctor.Doctor;
import dev.liteio.cli.doctor.MachineFacts;
import dev.liteio.cli.doctor.MachineReader;
import dev.liteio.cli.report.Health;
import dev.liteio.kubernetes.KubernetesClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code liteio doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Looks at this machine and at the cluster and says what is wrong: what was seen, what was"
            + " expected, what to do. It changes nothing. The exit code is 1 when anything is BAD.")
final class DoctorCommand implements Callable<Integer> {

  /** What is looked at. */
  enum Part {
    /** Kernel, programs, network, connections. */
    MACHINE,
    /** What the API server knows. */
    CLUSTER;

    /** As it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "PART",
      description =
          "machine or cluster (default: the cluster, and the machine when it is a node of it)")
  private @Nullable Part only;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description = "table, json or yaml (default: table)")
  private OutputFormat format = OutputFormat.TABLE;

  @Override
  public Integer call() {
    List<Diagnosis> all = examine(System.getenv());
    PrintWriter out = new Printed(spec).out();
    print(out, all);
    out.flush();
    return count(all, Health.BAD) == 0 ? 0 : 1;
  }

  private List<Diagnosis> examine(Map<String, String> environment) {
    ClusterFacts cluster;
    try (KubernetesClient client = KubernetesClients.create()) {
      cluster = new ClusterReader(client).read();
    }
    List<Diagnosis> all = new ArrayList<>();
    if (only != Part.CLUSTER) {
      all.addAll(machine(environment, cluster));
    }
    if (only != Part.MACHINE) {
      all.addAll(Doctor.cluster(cluster, Instant.now()));
    }
    return all;
  }

  private List<Diagnosis> machine(Map<String, String> environment, ClusterFacts cluster) {
    MachineFacts facts = MachineReader.thisMachine(environment.getOrDefault("PATH", "")).read();
    boolean inPod = environment.containsKey("KUBERNETES_SERVICE_HOST");
    boolean looked = only == Part.MACHINE || inPod || cluster.mayHaveNode(facts.hostname());
    return looked
        ? Doctor.machine(facts, inPod, cluster)
        : List.of(Doctor.otherMachine(facts.hostname()));
  }

  private void print(PrintWriter out, List<Diagnosis> all) {
    switch (format) {
      case JSON -> out.println(Serialization.asJson(all));
      case YAML -> out.print(Serialization.asYaml(all));
      case TABLE -> {
        all.forEach(each -> out.println(each.line()));
        out.printf(
            "%n%d checks: %d BAD, %d WARN%n",
            all.size(), count(all, Health.BAD), count(all, Health.WARN));
      }
    }
  }

  private static long count(List<Diagnosis> all, Health health) {
    return all.stream().filter(each -> each.health() == health).count();
  }
}
