package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.certs.CertificateProblem;
import dev.sekisho.certs.TlsSecret;
import dev.sekisho.certs.TlsSecretResult;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.model.SecretKey;
import dev.sekisho.xds.model.TlsCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The certificates that gateways serve. A Secret that is deleted or spoilt under a serving gateway
 * leaves the last good certificate in place, as long as a granted Ingress names it. For one thread.
 */
final class CertificateState {

  private final Map<ObjectKey, TlsCertificate> good = new HashMap<>();
  private final Map<ObjectKey, String> problems = new HashMap<>();

  /** Forgets what is no longer named. */
  void retain(Set<ObjectKey> named) {
    good.keySet().retainAll(named);
    problems.keySet().retainAll(named);
  }

  void put(ObjectKey key, JsonNode secret, Instant now) {
    switch (TlsSecret.check(bytes(secret, "tls.crt"), bytes(secret, "tls.key"), now)) {
      case TlsSecretResult.Valid valid -> {
        good.put(key, new TlsCertificate(valid.chainPem(), valid.keyPem()));
        note(key, valid.notes());
      }
      case TlsSecretResult.Invalid invalid -> note(key, invalid.problems());
    }
  }

  private void note(ObjectKey key, List<CertificateProblem> found) {
    if (found.isEmpty()) {
      problems.remove(key);
    } else {
      problems.put(key, found.stream().map(Object::toString).collect(Collectors.joining("; ")));
    }
  }

  void remove(ObjectKey key) {
    problems.put(key, "the Secret is gone");
  }

  /** What is wrong with Secrets that are named, by Secret. */
  Map<ObjectKey, String> problems() {
    return Map.copyOf(problems);
  }

  Map<SecretKey, TlsCertificate> certificates() {
    return good.entrySet().stream()
        .collect(
            Collectors.toMap(
                e -> new SecretKey(e.getKey().namespace(), e.getKey().name()),
                Map.Entry::getValue));
  }

  /** {@code data} in base64, or {@code stringData} as a manifest may have it; empty if absent. */
  private static byte[] bytes(JsonNode secret, String key) {
    var plain = secret.path("stringData").path(key);
    if (plain.isTextual()) {
      return plain.textValue().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getMimeDecoder().decode(secret.path("data").path(key).asText(""));
    } catch (IllegalArgumentException e) {
      return new byte[0]; // which is no certificate, as will be said
    }
  }
}
