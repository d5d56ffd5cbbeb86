package dev.sekisho.controlplane;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sekisho.controlplane.state.ClusterState;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Maven can't see. */
class ArchitectureTest {

  private static final String ROOT = "dev.sekisho.controlplane.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sekisho.controlplane");

  @Test
  void theseTestsSeeTheClasses() {
    // An importer too old for the class files would see nothing, and every rule would hold.
    assertThat(CLASSES.get(ClusterState.class).getDirectDependenciesFromSelf())
        .anyMatch(d -> d.getTargetClass().getName().endsWith("PolicyBook"));
    assertThat(CLASSES.contain(ROOT + "source.KubernetesSource")).isTrue();
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.sekisho.controlplane.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheSourceKnowsTheKubernetesClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "source..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..")
        .check(CLASSES);
  }

  /** Nobody who doesn't ask for traces loads a class of it. */
  @Test
  void onlyTracingKnowsOpenTelemetryAndOnlyWhereItIsSwitchedOn() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "tracing..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.opentelemetry..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "tracing..")
        .and()
        .doNotHaveSimpleName("ControlPlane")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("OtlpTracing")
        .check(CLASSES);
  }

  @Test
  void nothingBelowKnowsWhatIsAbove() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "keys..",
            ROOT + "leader..",
            ROOT + "source..",
            ROOT + "state..",
            ROOT + "tracing..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "serve..", ROOT + "cli..", ROOT + "demo..", "picocli..", "io.vertx..")
        .check(CLASSES);
  }

  @Test
  void theStateHasNoInputOutputThreadsOrLog() {
    DescribedPredicate<JavaClass> outside =
        resideInAnyPackage(
                "java.io..",
                "java.nio.file..",
                "java.nio.channels..",
                "java.net..",
                "java.util.concurrent..",
                "org.slf4j..")
            .or(
                DescribedPredicate.describe(
                    "threads",
                    type -> Set.of("java.lang.Thread", "java.util.Timer").contains(type.getName())))
            .and(
                DescribedPredicate.describe(
                    "not Serializable", type -> !type.getName().equals("java.io.Serializable")));
    noClasses()
        .that()
        .resideInAPackage(ROOT + "state..")
        .should()
        .dependOnClassesThat(outside)
        .check(CLASSES);
  }

  @Test
  void theStateReadsNoClock() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "state..")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("reads a clock", ArchitectureTest::readsClock))
        .check(CLASSES);
  }

  private static boolean readsClock(JavaAccess<?> access) {
    String owner = access.getTarget().getOwner().getName();
    String name = access.getTarget().getName();
    return (owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system")))
        || (owner.equals("java.lang.System")
            && (name.equals("currentTimeMillis") || name.equals("nanoTime")));
  }

  @Test
  void onlyTheEdgesAskTheEnvironment() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "cli..", ROOT + "demo..", ROOT + "serve..")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "asks the environment",
                access ->
                    access.getTarget().getOwner().getName().equals("java.lang.System")
                        && Set.of("getenv", "getProperty", "exit")
                            .contains(access.getTarget().getName())))
        .check(CLASSES);
  }

  @Test
  void logsThroughSlf4jAlone() {
    noClasses()
        .that()
        // What OpenTelemetry logs is taken from there.
        .doNotHaveFullyQualifiedName(ROOT + "tracing.LibraryLog")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.apache..", "ch.qos.logback..")
        .check(CLASSES);
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }
}
