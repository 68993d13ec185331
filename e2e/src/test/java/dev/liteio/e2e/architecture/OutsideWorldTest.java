package dev.liteio.e2e.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Native calls and processes happen in the few places that are made for them. */
class OutsideWorldTest {

  @Test
  void native_code_is_called_by_the_socket_shim_and_for_holes_in_files_only() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.liteio.spdk.socket..")
        .and()
        .doNotHaveFullyQualifiedName("dev.liteio.target.bdev.HolePunch")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jnr..", "java.lang.foreign..", "com.kenai.jffi..")
        .check(ProductClasses.ALL);
  }

  @Test
  void processes_are_started_by_the_node_s_command_runner_the_demo_and_the_launcher_only() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.liteio.node.command..", "dev.liteio.demo..", "dev.liteio.cli..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .check(ProductClasses.ALL);
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(packages())
        .isNotEmpty()
        .allSatisfy(each ->
            assertThat(each.tryGetAnnotationOfType(NullMarked.class))
                .as("package-info.java with @NullMarked in " + each.getName())
                .isPresent());
  }

  private static Stream<JavaPackage> packages() {
    return ProductClasses.ALL.stream()
        .map(JavaClass::getPackage)
        .distinct()
        .filter(each -> each.getName().startsWith("dev.liteio."));
  }
}
