package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.INCONSISTENT;
import static dev.sekisho.certs.CertificateProblem.Kind.MISSING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A {@link RootState} as texts by name, for a Secret or a folder. {@code ca-cert.pem}, {@code
 * ca-key.pem} and {@code root-cert.pem} are as in Istio's layout; {@code next-cert.pem}, {@code
 * next-key.pem} and {@code next-since} are there while a next root is made known, {@code
 * old-cert.pem} and {@code old-until} (a line for each) while old ones are trusted. Times as in RFC
 * 3339.
 */
public final class RootStateFiles {
  private static final String CERTIFICATE = PluggedInAuthority.CERTIFICATE;
  private static final String KEY = PluggedInAuthority.KEY;
  private static final String ROOTS = PluggedInAuthority.ROOTS;
  private static final String NEXT_CERTIFICATE = "next-cert.pem";
  private static final String NEXT_KEY = "next-key.pem";
  private static final String NEXT_SINCE = "next-since";
  private static final String OLD_CERTIFICATES = "old-cert.pem";
  private static final String OLD_UNTIL = "old-until";
  private static final int MAX_OLD = 100;

  private final Map<String, byte[]> files;
  private final Instant now;
  private final List<CertificateProblem> problems = new ArrayList<>();

  private RootStateFiles(Map<String, byte[]> files, Instant now) {
    this.files = files;
    this.now = now;
  }

  /** All the texts of a state; among them are keys. */
  public static Map<String, String> write(RootState state) {
    var files = new TreeMap<String, String>();
    files.put(CERTIFICATE, state.current().certificatePem());
    files.put(KEY, state.current().privateKeyPem());
    files.put(ROOTS, state.trust().pem());
    state
        .next()
        .ifPresent(
            next -> {
              files.put(NEXT_CERTIFICATE, next.authority().certificatePem());
              files.put(NEXT_KEY, next.authority().privateKeyPem());
              files.put(NEXT_SINCE, next.since() + "\n");
            });
    if (!state.old().isEmpty()) {
      files.put(
          OLD_CERTIFICATES,
          TrustBundle.pem(state.old().stream().map(RootState.Old::certificate).toList()));
      files.put(
          OLD_UNTIL,
          state.old().stream().map(old -> old.until() + "\n").collect(Collectors.joining()));
    }
    return files;
  }

  /**
   * What {@link #write} wrote. Refused with all that is wrong, by name, unless every part is whole
   * and fits the others, and the root that signs, or the next one, is valid now.
   *
   * @param files content by name; names that aren't known are passed over
   */
  public static LoadResult<RootState> read(Map<String, byte[]> files, Instant now) {
    return new RootStateFiles(files, now).read();
  }

  private LoadResult<RootState> read() {
    var next = next();
    // One that has ended is no problem if the next one can take its place at once.
    var current = authority(CERTIFICATE, KEY, next.isPresent());
    var old = old();
    var roots = need(ROOTS).flatMap(pem -> take(TrustBundle.parse(ROOTS, pem)));
    if (problems.isEmpty() && current.isPresent() && roots.isPresent()) {
      var state = new RootState(current.get(), next, old);
      if (state.trust().equals(roots.get())) {
        return new LoadResult.Loaded<>(state);
      }
      problem(INCONSISTENT, ROOTS, "has other roots than the certificates beside it");
    }
    return new LoadResult.Refused<>(problems);
  }

  private Optional<CertificateAuthority> authority(
      String certificate, String key, boolean mayHaveEnded) {
    var certificatePem = need(certificate);
    var keyPem = need(key);
    if (certificatePem.isEmpty() || keyPem.isEmpty()) {
      return Optional.empty();
    }
    var pem = certificatePem.get();
    var at = mayHaveEnded ? lastMoment(certificate, pem).filter(now::isAfter).orElse(now) : now;
    return take(CertificateAuthority.load(certificate, pem, key, keyPem.get(), at));
  }

  private static Optional<Instant> lastMoment(String subject, byte[] pem) {
    return switch (CertificateReader.read(subject, pem, 1)) {
      case LoadResult.Loaded<List<X509Certificate>>(var certificates) ->
          Optional.of(certificates.getFirst().getNotAfter().toInstant().minusSeconds(1));
      case LoadResult.Refused<List<X509Certificate>> _ -> Optional.empty();
    };
  }

  private Optional<RootState.Next> next() {
    if (!has(NEXT_CERTIFICATE) && !has(NEXT_KEY) && !has(NEXT_SINCE)) {
      return Optional.empty();
    }
    var authority = authority(NEXT_CERTIFICATE, NEXT_KEY, false);
    var since = times(NEXT_SINCE, 1);
    return authority.isPresent() && since.size() == 1
        ? Optional.of(new RootState.Next(authority.get(), since.getFirst()))
        : Optional.empty();
  }

  private List<RootState.Old> old() {
    if (!has(OLD_CERTIFICATES) && !has(OLD_UNTIL)) {
      return List.of();
    }
    List<X509Certificate> certificates =
        need(OLD_CERTIFICATES)
            .flatMap(pem -> take(CertificateReader.read(OLD_CERTIFICATES, pem, MAX_OLD)))
            .orElse(List.of());
    var until = times(OLD_UNTIL, certificates.size());
    return IntStream.range(0, Math.min(certificates.size(), until.size()))
        .mapToObj(i -> new RootState.Old(certificates.get(i), until.get(i)))
        .toList();
  }

  private List<Instant> times(String name, int expected) {
    var text = need(name);
    if (text.isEmpty()) {
      return List.of();
    }
    try {
      var times =
          new String(text.get(), ISO_8859_1)
              .lines()
              .map(String::strip)
              .map(Instant::parse)
              .toList();
      if (times.size() == expected) {
        return times;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    problem(
        INCONSISTENT, name, "expected %d times such as 2026-01-31T12:00:00Z".formatted(expected));
    return List.of();
  }

  private boolean has(String name) {
    return files.containsKey(name);
  }

  private Optional<byte[]> need(String name) {
    var content = Optional.ofNullable(files.get(name));
    if (content.isEmpty()) {
      problem(MISSING, name, "is missing");
    }
    return content;
  }

  private <T> Optional<T> take(LoadResult<T> result) {
    return switch (result) {
      case LoadResult.Loaded<T>(var value) -> Optional.of(value);
      case LoadResult.Refused<T>(var refused) -> {
        problems.addAll(refused);
        yield Optional.empty();
      }
    };
  }

  private void problem(CertificateProblem.Kind kind, String subject, String message) {
    problems.add(new CertificateProblem(kind, subject, message));
  }
}
