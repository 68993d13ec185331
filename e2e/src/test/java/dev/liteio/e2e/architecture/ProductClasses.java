package dev.liteio.e2e.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** Every class of the product's own modules, read once. */
final class ProductClasses {
  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // what tests of all modules share is shipped with none of them
          .withImportOption(location -> !location.contains("/test-support"))
          .importPackages("dev.liteio", "csi", "pluginregistration");

  private ProductClasses() {}
}
