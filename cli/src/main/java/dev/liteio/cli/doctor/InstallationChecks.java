package dev.liteio.cli.doctor;

import dev.liteio.controller.request.StorageClassParameters;
import dev.liteio.crd.Group;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.CSIDriverSpec;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The API server, and what the chart installs in it. */
public final class InstallationChecks {

  /** What the chart gives the CSIDriver object. */
  static final Map<String, Object> DRIVER =
      new TreeMap<>(
          Map.of(
              "attachRequired", true,
              "podInfoOnMount", false,
              "storageCapacity", true,
              "fsGroupPolicy", "File",
              "requiresRepublish", false,
              "volumeLifecycleModes", List.of("Persistent")));

  /** The components that run on every node. */
  private static final Set<String> GUARDED = Set.of("agent", "node");

  private static final Duration MOST_SKEW = Duration.ofSeconds(2);
  private static final String UPGRADE = "helm upgrade with the chart of this version";

  private final ClusterFacts facts;

  /** For that cluster. */
  public InstallationChecks(ClusterFacts facts) {
    this.facts = facts;
  }

  /** All of them; the first alone when the server does not answer. */
  public List<Diagnosis> all() {
    List<Diagnosis> all = new ArrayList<>();
    all.add(server());
    if (facts.api() instanceof Reading.Seen<ApiAnswer>(ApiAnswer answer)) {
      all.add(clock(answer));
      KnownDefinitions.PLURALS.forEach(plural -> all.add(definition(plural)));
      all.add(driver());
      all.addAll(classes());
      all.add(policies());
    }
    return all;
  }

  private Diagnosis server() {
    return facts
        .api()
        .fold(
            answer -> Diagnosis.good("API server", answer.version() + " at " + answer.address()),
            why ->
                Diagnosis.bad(
                    "API server", why, "an answer", "see KUBECONFIG and `kubectl cluster-info`"));
  }

  private static Diagnosis clock(ApiAnswer answer) {
    String check = "clock against the API server's";
    if (answer.ahead().isEmpty()) {
      return Diagnosis.skipped(check, "its answer has no date");
    }
    Duration off = answer.ahead().get();
    String seen =
        "%.1f s %s"
            .formatted(off.abs().toMillis() / 1000.0, off.isNegative() ? "ahead of it" : "behind");
    return off.abs().compareTo(MOST_SKEW) <= 0
        ? Diagnosis.good(check, seen)
        : Diagnosis.warn(
            check, seen, "at most 2 s", "run an NTP client: ages and events lie meanwhile");
  }

  private Diagnosis definition(String plural) {
    String check = "definition of " + plural;
    return facts
        .definitions()
        .fold(
            all ->
                all.stream()
                    .filter(each -> each.getMetadata().getName().equals(plural + "." + Group.NAME))
                    .findFirst()
                    .map(each -> definition(check, plural, each))
                    .orElseGet(() ->
                        Diagnosis.bad(
                            check, "there is none", "one", "install the chart (docs/install.md)")),
            why -> Diagnosis.skipped(check, why));
  }

  private static Diagnosis definition(
      String check, String plural, CustomResourceDefinition definition) {
    Optional<CustomResourceDefinitionVersion> served = KnownDefinitions.served(definition);
    if (served.isEmpty()) {
      List<String> versions =
          definition.getSpec().getVersions().stream()
              .map(CustomResourceDefinitionVersion::getName)
              .toList();
      return Diagnosis.bad(
          check, "versions " + versions, Group.VERSION, "use a liteio of the chart's version");
    }
    Set<String> missing =
        new TreeSet<>(
            KnownDefinitions.fields(
                KnownDefinitions.served(KnownDefinitions.of(plural)).orElseThrow()));
    missing.removeAll(KnownDefinitions.fields(served.get()));
    return missing.isEmpty()
        ? Diagnosis.good(check, Group.VERSION)
        : Diagnosis.bad(
            check,
            "older than this liteio: it would drop " + String.join(", ", missing),
            "every field of this version",
            UPGRADE);
  }

  private Diagnosis driver() {
    String check = "CSIDriver " + Driver.NAME;
    return facts
        .driver()
        .fold(
            driver ->
                driver
                    .map(each -> driver(check, each))
                    .orElseGet(() ->
                        Diagnosis.bad(
                            check, "there is none", "one", "install the chart (docs/install.md)")),
            why -> Diagnosis.skipped(check, why));
  }

  private static Diagnosis driver(String check, CSIDriver driver) {
    Map<String, Object> seen = fields(driver.getSpec());
    List<String> wrong =
        DRIVER.entrySet().stream()
            .filter(field -> !Objects.equals(seen.get(field.getKey()), field.getValue()))
            .map(field -> field.getKey() + "=" + seen.get(field.getKey()))
            .toList();
    if (wrong.isEmpty()) {
      return Diagnosis.good(check, "as the chart has it");
    }
    return Diagnosis.bad(
        check,
        String.join(", ", wrong),
        DRIVER.toString(),
        "somebody changed it; most fields cannot be changed back: delete it and " + UPGRADE);
  }

  private static Map<String, Object> fields(CSIDriverSpec spec) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("attachRequired", spec.getAttachRequired());
    fields.put("podInfoOnMount", Boolean.TRUE.equals(spec.getPodInfoOnMount()));
    fields.put("storageCapacity", Boolean.TRUE.equals(spec.getStorageCapacity()));
    fields.put("fsGroupPolicy", spec.getFsGroupPolicy());
    fields.put("requiresRepublish", Boolean.TRUE.equals(spec.getRequiresRepublish()));
    fields.put("volumeLifecycleModes", spec.getVolumeLifecycleModes());
    return fields;
  }

  private List<Diagnosis> classes() {
    return facts
        .storageClasses()
        .fold(
            InstallationChecks::classes, why -> List.of(Diagnosis.skipped("StorageClasses", why)));
  }

  private static List<Diagnosis> classes(List<StorageClass> classes) {
    List<StorageClass> ours =
        classes.stream().filter(each -> Driver.NAME.equals(each.getProvisioner())).toList();
    if (ours.isEmpty()) {
      return List.of(
          Diagnosis.warn(
              "StorageClasses",
              "none of provisioner " + Driver.NAME,
              "at least one",
              "docs/parameters.md tells what a class may say"));
    }
    return ours.stream().map(InstallationChecks::storageClass).toList();
  }

  private Diagnosis policies() {
    String check = "ValidatingAdmissionPolicies";
    return facts
        .policies()
        .fold(
            all -> {
              Set<String> missing = new TreeSet<>(GUARDED);
              all.forEach(each -> missing.remove(PodChecks.component(each)));
              return missing.isEmpty()
                  ? Diagnosis.good(check, "agents and node plugins write only what is their node's")
                  : Diagnosis.warn(
                      check,
                      "none for the component " + String.join(", ", missing),
                      "one at least",
                      "its token may write objects of all nodes: set admissionPolicies=true of the chart");
            },
            why -> Diagnosis.skipped(check, why));
  }

  private static Diagnosis storageClass(StorageClass used) {
    String check = "StorageClass " + used.getMetadata().getName();
    Map<String, String> parameters =
        Objects.requireNonNullElse(used.getParameters(), Map.<String, String>of());
    try {
      StorageClassParameters.parse(parameters);
      return Diagnosis.good(check, parameters.isEmpty() ? "no parameters" : parameters.toString());
    } catch (InvalidRequest e) {
      return Diagnosis.bad(
          check,
          String.valueOf(e.getMessage()),
          "parameters of docs/parameters.md",
          "parameters of a class cannot be changed: delete it and create it anew; its volumes stay");
    }
  }
}
