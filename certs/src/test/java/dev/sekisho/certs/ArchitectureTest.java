package dev.sekisho.certs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sekisho.certs");

  @Test
  void usesNoFilesNetworkThreadsOrLogging() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.util.concurrent..",
                    "java.util.logging..",
                    "org.slf4j..")
                .or(type(File.class))
                .or(type(Thread.class))
                .or(type(System.class)))
        .check(CLASSES);
  }

  @Test
  void takesTimeAndRandomnessAsArguments() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat(type(Clock.class))
        .orShould()
        .callConstructor(SecureRandom.class)
        .check(CLASSES);
  }

  @Test
  void leavesTheRuntimesProvidersAlone() {
    noClasses()
        .should()
        .dependOnClassesThat(type(Security.class).or(resideInAnyPackage("org.bouncycastle.jce..")))
        .check(CLASSES);
  }

  @Test
  void usesOnlyWhatItMay() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "dev.sekisho.certs..",
                "java..",
                "javax.security.auth.x500",
                "org.bouncycastle..",
                "org.jspecify.."))
        .check(CLASSES);
  }
}
