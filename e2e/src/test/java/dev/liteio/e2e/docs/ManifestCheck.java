package dev.liteio.e2e.docs;

import dev.liteio.controller.request.StorageClassParameters;
import dev.liteio.crd.Group;
import dev.liteio.crd.StoragePool;
import dev.liteio.failure.InvalidRequest;
import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds a manifest against our definitions and, a StorageClass of ours, our parameters. */
final class ManifestCheck {

  private final List<String> problems = new ArrayList<>();

  private ManifestCheck() {}

  /** What an API server or CreateVolume would refuse of what is ours. */
  static List<String> problemsOf(String manifests) {
    ManifestCheck check = new ManifestCheck();
    for (String each : manifests.split("(?m)^---$", -1)) {
      check.object(map(Serialization.unmarshal(each, Map.class)));
    }
    return check.problems;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private void object(Map<String, Object> object) {
    String kind = Objects.toString(object.get("kind"), "");
    String version = Objects.toString(object.get("apiVersion"), "");
    if (kind.isEmpty() || version.isEmpty()) {
      problems.add("neither kind nor apiVersion may be missing: " + object.keySet());
    } else if (version.equals(Group.NAME + "/" + Group.VERSION)) {
      value(kind + ".spec", spec(kind), object.get("spec"));
    } else if (kind.equals("StorageClass") && Driver.NAME.equals(object.get("provisioner"))) {
      parameters(object.get("parameters"));
    }
  }

  private static JSONSchemaProps spec(String kind) {
    String file =
        "/META-INF/fabric8/%ss.%s-v1.yml".formatted(kind.toLowerCase(Locale.ROOT), Group.NAME);
    try (InputStream yaml = StoragePool.class.getResourceAsStream(file)) {
      return Serialization.unmarshal(
              Objects.requireNonNull(yaml, file), CustomResourceDefinition.class)
          .getSpec()
          .getVersions()
          .getFirst()
          .getSchema()
          .getOpenAPIV3Schema()
          .getProperties()
          .get("spec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void parameters(@Nullable Object given) {
    Map<String, String> parameters = new TreeMap<>();
    (given == null ? Map.<String, Object>of() : map(given))
        .forEach((key, value) -> {
          if (!(value instanceof String)) {
            problems.add("parameters.%s: %s is no string: put it in quotes".formatted(key, value));
          }
          parameters.put(key, value.toString());
        });
    try {
      StorageClassParameters.parse(parameters);
    } catch (InvalidRequest e) {
      problems.add(e.explanation());
    }
  }

  private void value(String path, JSONSchemaProps schema, @Nullable Object value) {
    switch (value) {
      case null -> problems.add(path + ": missing");
      case Map<?, ?> fields when typed(path, schema, "object") -> fields(path, schema, map(fields));
      case List<?> items when typed(path, schema, "array") ->
          items.forEach(item -> value(path + "[]", schema.getItems().getSchema(), item));
      case String text when typed(path, schema, "string") -> text(path, schema, text);
      case Boolean _ when typed(path, schema, "boolean") -> {}
      case Number _ when typed(path, schema, "integer") -> {}
      default -> {}
    }
  }

  private boolean typed(String path, JSONSchemaProps schema, String type) {
    if (!type.equals(schema.getType())) {
      problems.add("%s: %s (expected: %s)".formatted(path, type, schema.getType()));
    }
    return type.equals(schema.getType());
  }

  private void fields(String path, JSONSchemaProps schema, Map<String, Object> fields) {
    for (String required : schema.getRequired()) {
      if (!fields.containsKey(required)) {
        problems.add("%s.%s: missing".formatted(path, required));
      }
    }
    fields.forEach((name, value) -> {
      JSONSchemaProps field = schema.getProperties().get(name);
      if (field == null) {
        problems.add("%s.%s: unknown".formatted(path, name));
      } else {
        value(path + "." + name, field, value);
      }
    });
  }

  private void text(String path, JSONSchemaProps schema, String text) {
    if (schema.getPattern() != null && !text.matches(schema.getPattern())) {
      problems.add("%s: '%s' (expected: %s)".formatted(path, text, schema.getPattern()));
    }
    if (!schema.getEnum().isEmpty()
        && schema.getEnum().stream().noneMatch(each -> text.equals(each.asText()))) {
      problems.add("%s: '%s' (expected: one of %s)".formatted(path, text, schema.getEnum()));
    }
  }
}
