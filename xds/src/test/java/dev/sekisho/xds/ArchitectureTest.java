package dev.sekisho.xds;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.File;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What Maven can't see: the translation is pure, and only the server talks to anybody. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sekisho.xds");

  private static GivenClassesConjunction noPureClasses() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sekisho.xds.model..",
            "dev.sekisho.xds.translate..",
            "dev.sekisho.xds.resources..",
            "dev.sekisho.xds.engine..",
            "dev.sekisho.xds.bootstrap..");
  }

  @Test
  void pureClassesUseNoFilesNetworkThreadsOrLogging() {
    noPureClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.util.concurrent..",
                    "java.util.logging..",
                    "org.slf4j..",
                    "io.grpc..",
                    "io.envoyproxy.controlplane..")
                .and(not(type(InetAddress.class)))
                .or(type(File.class))
                .or(type(Thread.class))
                .or(type(System.class)))
        .check(CLASSES);
  }

  @Test
  void pureClassesReadNoClock() {
    noPureClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat(type(Clock.class))
        .check(CLASSES);
  }

  @Test
  void theModelKnowsNoEnvoy() {
    noClasses()
        .that()
        .resideInAPackage("dev.sekisho.xds.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.envoyproxy..", "com.google.protobuf..")
        .check(CLASSES);
  }

  @Test
  void translationKnowsNoServerAndTheServerNoTranslation() {
    noPureClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.sekisho.xds.server..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.sekisho.xds.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.sekisho.xds.translate..", "dev.sekisho.xds.model..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.sekisho.xds.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
