package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;

/** Tells the API server about the webhook, as the chart will. */
final class WebhookRegistration {
  static final String NAME = "sekisho";

  private WebhookRegistration() {}

  private static final String HOSTS =
      """
      - apiGroups: [networking.k8s.io]
        apiVersions: ["*"]
        operations: [CREATE, UPDATE]
        resources: [ingresses]
      - apiGroups: [networking.istio.io]
        apiVersions: ["*"]
        operations: [CREATE, UPDATE]
        resources: [gateways, virtualservices, serviceentries]
      - apiGroups: [gateway.networking.k8s.io]
        apiVersions: ["*"]
        operations: [CREATE, UPDATE]
        resources: [gateways, httproutes, grpcroutes, tlsroutes]
      """;

  static String manifest(ControlPlaneProcess controlPlane) {
    return manifest(controlPlane, "");
  }

  /**
   * @param moreRules entries of {@code rules} for other kinds than those that claim hosts
   */
  static String manifest(ControlPlaneProcess controlPlane, String moreRules) {
    return manifest(controlPlane.webhookPort(), List.of(controlPlane), moreRules);
  }

  /**
   * @param port that leads to any of the control planes, each with a root of its own
   */
  static String manifest(int port, List<ControlPlaneProcess> controlPlanes, String moreRules) {
    try {
      var roots = new StringBuilder();
      for (ControlPlaneProcess each : controlPlanes) {
        roots.append(Files.readString(each.ca()));
      }
      return """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: %s}
      webhooks:
      - name: validate.sekisho.dev
        clientConfig:
          url: https://127.0.0.1:%d/validate
          caBundle: %s
        rules:
      %s
        admissionReviewVersions: [v1]
        sideEffects: NoneOnDryRun
        timeoutSeconds: 5
        failurePolicy: Fail
        matchPolicy: Equivalent
      """
          .formatted(
              NAME,
              port,
              Base64.getEncoder().encodeToString(roots.toString().getBytes(StandardCharsets.UTF_8)),
              (HOSTS + moreRules).indent(2).stripTrailing());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
