package dev.sekisho.controlplane.source;

import dev.sekisho.policies.objects.ObjectKey;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Writes Events about Ingresses; the same is written once, also by several processes. */
final class Events {

  private static final String COMPONENT = "sekisho";

  /** Kubernetes' own bound for the message of an Event. */
  private static final int MAX_MESSAGE = 1024;

  /** Leaves room for the hash in a name of 253 characters. */
  private static final int MAX_NAME = 200;

  private final KubernetesClient client;

  Events(KubernetesClient client) {
    this.client = client;
  }

  void warn(ObjectKey object, String uid, String reason, String message) {
    var text =
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(object.namespace())
            .withName(name(object, uid + reason + text))
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion("networking.k8s.io/v1")
            .withKind(object.kind())
            .withNamespace(object.namespace())
            .withName(object.name())
            .withUid(uid)
            .endInvolvedObject()
            .withType("Warning")
            .withReason(reason)
            .withMessage(text)
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withCount(1)
            .withNewSource()
            .withComponent(COMPONENT)
            .endSource()
            .withReportingComponent(COMPONENT)
            .build();
    try {
      client.v1().events().inNamespace(object.namespace()).resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      } // it was told before, by this process or another
    }
  }

  private static String name(ObjectKey object, String content) {
    var hash = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
    var start = object.name().substring(0, Math.min(MAX_NAME, object.name().length()));
    return start + "-" + hash;
  }
}
