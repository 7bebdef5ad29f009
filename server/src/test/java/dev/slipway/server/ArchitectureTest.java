package dev.slipway.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the directions between the modules. */
class ArchitectureTest {
  private static final List<String> FEATURES =
      List.of("webhook", "builder", "deployer", "edge", "registrysync", "dashboard", "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // Tests that other modules share come as a jar, which the option above takes for a
          // product.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.slipway");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "core",
        "config",
        "store",
        "webhook",
        "builder",
        "deployer",
        "edge",
        "registrysync",
        "dashboard",
        "cli",
        "server"
      })
  void everyModuleWasSeen(String module) {
    assertThat(CLASSES.stream().filter(in("dev.slipway." + module + ".."))).hasSizeGreaterThan(1);
  }

  @Test
  void coreNeedsTheJdkAndJspecifyOnly() {
    classes()
        .that()
        .resideInAPackage("dev.slipway.core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.slipway.core..", "java..", "javax.crypto..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void noFeatureKnowsASibling() {
    for (String feature : FEATURES) {
      String[] others =
          FEATURES.stream()
              .filter(other -> !other.equals(feature))
              .map(other -> "dev.slipway." + other + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("dev.slipway." + feature + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(CLASSES);
    }
  }

  @Test
  void onlyTheServerPutsPartsTogether() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.slipway.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.slipway.server..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.slipway.server..", "dev.slipway.config..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.slipway.config..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.slipway.server..", "dev.slipway.store..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.slipway.store..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "io.lettuce.., store",
    "com.github.dockerjava.., builder deployer",
    "org.eclipse.jgit.., builder",
    "io.vertx.., webhook dashboard edge registrysync server",
    "org.kohsuke.github.., webhook",
    "org.gitlab4j.., webhook",
    "org.snakeyaml.., config",
    "com.google.crypto.tink.., store",
    "com.password4j.., dashboard"
  })
  void aLibraryStaysWhereItBelongs(String library, String modules) {
    String[] allowed =
        List.of(modules.split(" ")).stream()
            .map(module -> "dev.slipway." + module + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.slipway.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> in(String packages) {
    return JavaClass.Predicates.resideInAPackage(packages);
  }
}
