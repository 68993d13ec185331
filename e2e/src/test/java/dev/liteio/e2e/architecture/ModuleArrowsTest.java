package dev.liteio.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arrows of docs/architecture.md are the only dependencies between modules. */
class ModuleArrowsTest {

  @ParameterizedTest
  @EnumSource
  void a_module_knows_only_what_its_arrows_allow(Layer layer) {
    classes()
        .that()
        .resideInAnyPackage(layer.packages())
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(layer.visible()).or(not(resideInAnyPackage(Layer.PRODUCT))))
        .allowEmptyShould(true)
        .check(ProductClasses.ALL);
  }

  @Test
  void every_class_belongs_to_a_module() {
    assertThat(ProductClasses.ALL).isNotEmpty();
    classes().should().resideInAnyPackage(Layer.allPackages()).check(ProductClasses.ALL);
  }

  @Test
  void the_spdk_client_and_the_target_know_no_kubernetes_and_no_csi() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.liteio.spdk..", "dev.liteio.target..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.grpc..", "csi..")
        .allowEmptyShould(true)
        .check(ProductClasses.ALL);
  }

  @Test
  void only_the_demo_ships_the_in_memory_kubernetes_api() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.liteio.demo..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client.server.mock..", "io.fabric8.mockwebserver..")
        .check(ProductClasses.ALL);
  }
}
