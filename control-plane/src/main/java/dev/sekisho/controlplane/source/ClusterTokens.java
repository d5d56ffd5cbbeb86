package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.identity.ClusterUnavailableException;
import dev.sekisho.controlplane.identity.TokenReviews;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has the API server review tokens. */
public final class ClusterTokens implements TokenReviews {
  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

  private final KubernetesClient client;

  public ClusterTokens(KubernetesConnection connection) {
    this.client = connection.client();
  }

  @Override
  public Reviewed review(String token, String audience) {
    var review = new GenericKubernetesResource();
    review.setApiVersion(Kinds.TOKEN_REVIEW.apiVersion());
    review.setKind(Kinds.TOKEN_REVIEW.kind());
    review.setAdditionalProperty("spec", Map.of("token", token, "audiences", List.of(audience)));
    try {
      var answer = Kinds.TOKEN_REVIEW.in(client).resource(review).create();
      return reviewed(
          client
              .getKubernetesSerialization()
              .convertValue(answer.getAdditionalProperties().get("status"), JsonNode.class));
    } catch (KubernetesClientException e) {
      // The client's message may repeat what was sent.
      throw new ClusterUnavailableException(
          "creating a TokenReview failed with status %d; it takes the right to create tokenreviews"
              .formatted(e.getCode()),
          e);
    }
  }

  private static Reviewed reviewed(JsonNode status) {
    var audiences = new ArrayList<String>();
    status.path("audiences").forEach(audience -> audiences.add(audience.asText()));
    var user = status.path("user");
    return new Reviewed(
        status.path("authenticated").asBoolean(),
        status.path("error").asText(""),
        user.path("username").asText(""),
        audiences,
        extra(user, POD_NAME),
        extra(user, POD_UID));
  }

  private static Optional<String> extra(JsonNode user, String key) {
    var values = user.path("extra").path(key);
    return values.size() == 1 ? Optional.of(values.get(0).asText()) : Optional.empty();
  }
}
