package dev.liteio.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.SelectableField;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedDefinitionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"storagepools", "volumes", "logicalvolumes", "attachments"})
  void everyKindIsClusterScopedWithStatusColumnsAndCategory(String plural) {
    CustomResourceDefinition definition = definition(plural);
    CustomResourceDefinitionVersion version = definition.getSpec().getVersions().get(0);
    assertThat(definition.getSpec().getScope()).isEqualTo("Cluster");
    assertThat(definition.getSpec().getNames().getCategories()).containsExactly("liteio");
    assertThat(version.getName()).isEqualTo("v1alpha1");
    assertThat(version.getSubresources().getStatus()).isNotNull();
    assertThat(version.getAdditionalPrinterColumns()).hasSizeGreaterThan(3);
    assertThat(status(plural).getProperties()).containsKeys("conditions", "observedGeneration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"storagepools", "volumes", "logicalvolumes", "attachments"})
  void noRuleStandsTwice(String plural) {
    List<String> rules =
        spec(plural).getXKubernetesValidations().stream().map(ValidationRule::getRule).toList();
    assertThat(rules).doesNotHaveDuplicates().isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"storagepools", "volumes", "logicalvolumes", "attachments"})
  void noObjectLosesItsSpecAndItsRulesWithIt(String plural) {
    assertThat(schema(plural).getXKubernetesValidations())
        .extracting(ValidationRule::getRule)
        .contains("has(self.spec)");
  }

  @Test
  void whatIsRecordedOfAFileSystemIsNeitherForgottenNorTakenBack() {
    assertThat(schema("volumes").getXKubernetesValidations())
        .extracting(ValidationRule::getMessage)
        .contains("what is recorded of a file system is never forgotten");
    assertThat(status("volumes").getProperties().get("filesystem").getXKubernetesValidations())
        .extracting(ValidationRule::getRule)
        .contains("!(oldSelf.state == 'Formatted' && self.state == 'Formatting')");
  }

  @Test
  void aLogicalVolumeNeverGoesBackToCreateAndNeverShrinks() {
    assertThat(spec("logicalvolumes").getXKubernetesValidations())
        .extracting(ValidationRule::getRule)
        .contains(
            "!(oldSelf.provision == 'Existing' && self.provision == 'Create')",
            "self.sizeBytes >= oldSelf.sizeBytes",
            "self.uuid == oldSelf.uuid");
  }

  @Test
  void enumsAndBoundsStandInTheSchema() {
    JSONSchemaProps spec = spec("logicalvolumes");
    assertThat(spec.getProperties().get("provision").getEnum())
        .extracting(node -> node.asText())
        .containsExactlyInAnyOrder("Create", "Existing");
    assertThat(spec.getProperties().get("controllerIdWindow").getMaximum()).isEqualTo(7.0);
    assertThat(spec.getRequired()).contains("uuid", "provision", "node");
    assertThat(spec.getProperties()).doesNotContainKeys("cordonedOrFalse", "toBeDestroyed");
  }

  @Test
  void objectsCanBeSelectedByNodePoolAndVolume() {
    assertThat(definition("logicalvolumes").getSpec().getVersions().get(0).getSelectableFields())
        .extracting(SelectableField::getJsonPath)
        .containsExactlyInAnyOrder(".spec.node", ".spec.pool", ".spec.volume");
  }

  private static JSONSchemaProps spec(String plural) {
    return schema(plural).getProperties().get("spec");
  }

  private static JSONSchemaProps status(String plural) {
    return schema(plural).getProperties().get("status");
  }

  private static JSONSchemaProps schema(String plural) {
    return definition(plural).getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
  }

  private static CustomResourceDefinition definition(String plural) {
    String name = "/META-INF/fabric8/" + plural + ".liteio.dev-v1.yml";
    InputStream yaml = GeneratedDefinitionsTest.class.getResourceAsStream(name);
    assertThat(yaml).as(name).isNotNull();
    return Serialization.unmarshal(yaml, CustomResourceDefinition.class);
  }
}
