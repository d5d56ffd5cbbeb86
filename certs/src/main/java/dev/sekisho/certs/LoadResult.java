package dev.sekisho.certs;

import java.util.List;

/** What came of reading something: the thing itself, or everything that is wrong with it. */
public sealed interface LoadResult<T> {

  /** It is sound. */
  record Loaded<T>(T value) implements LoadResult<T> {}

  /**
   * It isn't.
   *
   * @param problems at least one
   */
  record Refused<T>(List<CertificateProblem> problems) implements LoadResult<T> {
    public Refused {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("refused without a problem");
      }
    }
  }

  /** A result with a single problem. */
  static <T> LoadResult<T> refused(CertificateProblem.Kind kind, String subject, String message) {
    return new Refused<>(List.of(new CertificateProblem(kind, subject, message)));
  }
}
