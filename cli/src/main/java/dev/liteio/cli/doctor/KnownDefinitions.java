package dev.liteio.cli.doctor;

import dev.liteio.crd.Group;
import dev.liteio.crd.StoragePool;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The definitions that this build was made with. */
final class KnownDefinitions {

  /** Their plurals. */
  static final List<String> PLURALS =
      List.of("storagepools", "volumes", "logicalvolumes", "attachments");

  private KnownDefinitions() {}

  static CustomResourceDefinition of(String plural) {
    String file = "/META-INF/fabric8/%s.%s-v1.yml".formatted(plural, Group.NAME);
    try (InputStream yaml = StoragePool.class.getResourceAsStream(file)) {
      return Serialization.unmarshal(
          Objects.requireNonNull(yaml, file), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The version of a definition that this build speaks, when the cluster serves it. */
  static Optional<CustomResourceDefinitionVersion> served(CustomResourceDefinition definition) {
    return definition.getSpec().getVersions().stream()
        .filter(each -> each.getName().equals(Group.VERSION))
        .filter(each -> !Boolean.FALSE.equals(each.getServed()))
        .findFirst();
  }

  /** The fields of spec and status, such as {@code spec.node}. */
  static Set<String> fields(CustomResourceDefinitionVersion version) {
    Set<String> fields = new TreeSet<>();
    if (version.getSchema() == null || version.getSchema().getOpenAPIV3Schema() == null) {
      return fields;
    }
    version
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .forEach((part, schema) -> {
          if (schema.getProperties() != null) {
            schema.getProperties().keySet().forEach(field -> fields.add(part + "." + field));
          }
        });
    return fields;
  }
}
