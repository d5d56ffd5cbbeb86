package dev.sekisho.integration;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/** Tokens that a test makes itself, as those of the API server look. */
final class MadeToken {
  private MadeToken() {}

  /** One of that Pod, signed by the key, which ends at that time. */
  static String of(TestPod pod, PrivateKey key, Instant end) {
    var start = end.getEpochSecond() - 3600;
    return signed(
        """
        {"iss":"https://kubernetes.default.svc","aud":["%s"],"iat":%d,"nbf":%d,"exp":%d,
        "sub":"system:serviceaccount:%s:%s","jti":"00000000-0000-4000-8000-000000000000",
        "kubernetes.io":{"namespace":"%s","serviceaccount":{"name":"%s","uid":"%s"},
        "pod":{"name":"%s","uid":"%s"}}}
        """
            .formatted(
                TestPod.AUDIENCE,
                start,
                start,
                end.getEpochSecond(),
                pod.namespace(),
                pod.account(),
                pod.namespace(),
                pod.account(),
                accountUid(pod),
                pod.name(),
                pod.uid()),
        key);
  }

  /** Of the kind that lay in Secrets, without audience, Pod and end. */
  static String legacy(TestPod pod, PrivateKey key) {
    return signed(
        """
        {"iss":"kubernetes/serviceaccount","sub":"system:serviceaccount:%1$s:%2$s",
        "kubernetes.io/serviceaccount/namespace":"%1$s",
        "kubernetes.io/serviceaccount/secret.name":"%2$s-token",
        "kubernetes.io/serviceaccount/service-account.name":"%2$s",
        "kubernetes.io/serviceaccount/service-account.uid":"%3$s"}
        """
            .formatted(pod.namespace(), pod.account(), accountUid(pod)),
        key);
  }

  private static String accountUid(TestPod pod) {
    var path = "/api/v1/namespaces/" + pod.namespace() + "/serviceaccounts/" + pod.account();
    return pod.cluster().read(path).at("/metadata/uid").asText();
  }

  private static String signed(String claims, PrivateKey key) {
    try {
      var text = base64("{\"alg\":\"RS256\"}") + "." + base64(claims);
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("can't sign a token", e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
