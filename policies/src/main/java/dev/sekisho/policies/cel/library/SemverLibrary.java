package dev.sekisho.policies.cel.library;

/** Semantic versions. */
final class SemverLibrary {

  private static final Kind<Semver> SEMVER = Kind.opaque("kubernetes.Semver", Semver.class);

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .type(SEMVER)
          .function("semver", "string_to_semver", Kind.STRING, SEMVER, Semver::parse)
          .function(
              "semver",
              "string_bool_to_semver",
              Kind.STRING,
              Kind.BOOL,
              SEMVER,
              (text, normalize) -> normalize ? Semver.parseTolerant(text) : Semver.parse(text))
          .function("isSemver", "is_semver_string", Kind.STRING, Kind.BOOL, text -> is(text, false))
          .function(
              "isSemver",
              "is_semver_string_bool",
              Kind.STRING,
              Kind.BOOL,
              Kind.BOOL,
              SemverLibrary::is)
          .method("major", "semver_major", SEMVER, Kind.INT, Semver::major)
          .method("minor", "semver_minor", SEMVER, Kind.INT, Semver::minor)
          .method("patch", "semver_patch", SEMVER, Kind.INT, Semver::patch)
          .method(
              "isGreaterThan",
              "semver_is_greater_than",
              SEMVER,
              SEMVER,
              Kind.BOOL,
              (a, b) -> a.compareTo(b) > 0)
          .method(
              "isLessThan",
              "semver_is_less_than",
              SEMVER,
              SEMVER,
              Kind.BOOL,
              (a, b) -> a.compareTo(b) < 0)
          .method(
              "compareTo",
              "semver_compare_to",
              SEMVER,
              SEMVER,
              Kind.INT,
              (a, b) -> (long) Integer.signum(a.compareTo(b)))
          .build();

  private SemverLibrary() {}

  private static boolean is(String text, boolean normalize) {
    try {
      var _ = normalize ? Semver.parseTolerant(text) : Semver.parse(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
