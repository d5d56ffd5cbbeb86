package dev.sekisho.controlplane.serve;

import dev.sekisho.certs.TrustBundle;
import dev.sekisho.controlplane.keys.ServingKeys;
import dev.sekisho.controlplane.leader.Leadership;
import dev.sekisho.controlplane.registration.WebhookKind;
import dev.sekisho.controlplane.source.KubernetesConnection;
import dev.sekisho.controlplane.source.WebhookRegistrar;
import dev.sekisho.policies.model.PolicySet;
import java.util.Optional;

/** The registrar with what it needs to know of this process. */
final class Registration implements AutoCloseable {

  private final WebhookRegistrar registrar;
  private final Runnable endFollowing;

  private Registration(WebhookRegistrar registrar, Runnable endFollowing) {
    this.registrar = registrar;
    this.endFollowing = endFollowing;
  }

  /**
   * Begins. The model counts as serving once the API server believes the webhook.
   *
   * @param configuration name of the installed webhook configurations
   * @param keys that the webhook shows
   */
  static Registration start(
      KubernetesConnection connection,
      Leadership leadership,
      String configuration,
      ServingKeys keys,
      ClusterModel model,
      Metrics metrics) {
    model.waitingFor(
        "caBundle of the webhook configurations \"" + configuration + "\", which the leader fills");
    var wanted =
        new WebhookRegistrar.Wanted() {
          @Override
          public Optional<String> caBundle() {
            return keys.trust().map(TrustBundle::pem);
          }

          @Override
          public PolicySet policies() {
            return model.policies();
          }
        };
    var registrar =
        WebhookRegistrar.start(
            connection,
            leadership,
            configuration,
            wanted,
            new WebhookRegistrar.Listener() {
              @Override
              public void repaired(WebhookKind kind) {
                metrics.webhookRepaired(kind.kind());
              }

              @Override
              public void believed() {
                model.serving();
              }
            });
    model.onPolicies(registrar::check);
    return new Registration(registrar, keys.onChange(registrar::check));
  }

  @Override
  public void close() {
    endFollowing.run();
    registrar.close();
  }
}
