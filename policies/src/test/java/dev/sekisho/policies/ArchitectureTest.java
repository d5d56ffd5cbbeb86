package dev.sekisho.policies;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sekisho.policies.hosts.HostLedger;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.objects.Ingress;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Maven can't see: the policies are pure. */
class ArchitectureTest {

  private static final String ROOT = "dev.sekisho.policies..";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sekisho.policies");

  /** Calls that read a clock or draw lots, or end the process. */
  private static final Set<String> IMPURE =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.exit",
          "java.lang.System.getLogger",
          "java.util.UUID.randomUUID",
          "java.lang.Math.random");

  private static final Set<String> CLOCKS =
      Set.of("now", "systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds");

  @Test
  void theseTestsSeeTheClasses() {
    // An importer too old for the class files would see nothing, and every rule would hold.
    assertThat(CLASSES.contain(HostLedger.class)).isTrue();
    assertThat(CLASSES.contain(Policy.class)).isTrue();
    assertThat(CLASSES.get(Ingress.class).getMethods()).isNotEmpty();
    assertThat(CLASSES.get(HostLedger.class).getDirectDependenciesFromSelf())
        .anyMatch(d -> d.getTargetClass().getName().endsWith("ClaimTree"));
  }

  @Test
  void usesOnlyWhatItMayUse() {
    classes()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                ROOT,
                "java..",
                "com.fasterxml.jackson..",
                "org.yaml.snakeyaml..",
                "dev.cel..",
                "com.google.common..", // what CEL's interfaces are made of
                "com.google.re2j..", // CEL's regular expressions
                "org.jspecify.."))
        .check(CLASSES);
  }

  @Test
  void hasNoInputAndOutput() {
    // Parsers read text in memory through java.io's Reader, and say IOException.
    DescribedPredicate<JavaClass> outside =
        resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
            .and(
                DescribedPredicate.not(
                    named(
                        "java.net.IDN",
                        "java.io.Serializable",
                        "java.io.ByteArrayOutputStream",
                        "java.io.IOException",
                        "java.io.UncheckedIOException",
                        "java.io.Reader",
                        "java.io.StringReader")));
    noClasses().should().dependOnClassesThat(outside).check(CLASSES);
  }

  @Test
  void hasNoThreadsAndLocks() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.concurrent..")
                .or(named("java.lang.Thread", "java.lang.ThreadLocal", "java.util.Timer")))
        .check(CLASSES);
  }

  @Test
  void readsNoClockAndDrawsNoLots() {
    noClasses()
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "reads a clock, draws lots or asks the process", ArchitectureTest::isImpure))
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.random..")
                .or(named("java.util.Random", "java.security.SecureRandom", "java.util.Date")))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    var all = Set.of(names);
    return DescribedPredicate.describe("one of " + all, type -> all.contains(type.getName()));
  }

  private static boolean isImpure(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String owner = target.getOwner().getName();
    boolean clock = owner.startsWith("java.time.") && CLOCKS.contains(target.getName());
    return clock || IMPURE.contains(owner + "." + target.getName());
  }

  @Test
  void writesNoLog() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.slf4j..", "java.util.logging..", "org.apache..")
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

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.sekisho.policies.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
