package dev.sekisho.controlplane.source;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.CertificateProblem;
import dev.sekisho.certs.LoadResult;
import dev.sekisho.certs.PluggedInAuthority;
import dev.sekisho.certs.RootState;
import dev.sekisho.certs.RootStateFiles;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.keys.AuthorityStore;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The authority in Secrets of Sekisho's own namespace: {@code cacerts} that a user plugs in, else
 * {@code sekisho-ca} that we make.
 */
public final class SecretAuthorityStore implements AuthorityStore {

  static final String OWN = "sekisho-ca";
  static final String PLUGGED_IN = "cacerts";
  private static final String TYPE = "sekisho.dev/ca";

  private final KubernetesClient client;
  private final String namespace;
  private final InstantSource clock;
  private final NamedSecret own;
  private final NamedSecret pluggedIn;

  // Guarded by this: what the watches have seen last.
  private Optional<Secret> ownNow = Optional.empty();
  private Optional<Secret> pluggedInNow = Optional.empty();

  private SecretAuthorityStore(KubernetesClient client, String namespace, InstantSource clock) {
    this.client = client;
    this.namespace = namespace;
    this.clock = clock;
    this.own = new NamedSecret(client, namespace, OWN);
    this.pluggedIn = new NamedSecret(client, namespace, PLUGGED_IN);
  }

  /** Asks nobody yet. */
  public static SecretAuthorityStore open(
      KubernetesConnection connection, String namespace, InstantSource clock) {
    return new SecretAuthorityStore(connection.client(), namespace, clock);
  }

  @Override
  public synchronized Kept loadOrCreate(Supplier<RootState> first) {
    pluggedInNow = pluggedIn.get();
    ownNow = own.get();
    if (pluggedInNow.isEmpty() && ownNow.isEmpty()) {
      ownNow = Optional.of(create(first.get()));
    }
    return kept();
  }

  /** Ours, or that of whoever was faster. */
  private Secret create(RootState first) {
    try {
      return client.secrets().inNamespace(namespace).resource(secret(first)).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return own.get()
            .orElseThrow(
                () -> new StartupException(INPUT, own.title() + " was made and deleted again"));
      }
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        throw new StartupException(
            INPUT,
            "there is no namespace " + namespace + "; make it, or name another: --namespace");
      }
      throw own.unavailable("create", e);
    }
  }

  private Secret secret(RootState state) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(OWN)
        .addToLabels("app.kubernetes.io/managed-by", "sekisho")
        .endMetadata()
        .withType(TYPE)
        .withStringData(RootStateFiles.write(state))
        .build();
  }

  /** All of it, or the exception that says what is wrong with it. */
  private Kept kept() {
    var root =
        ownNow.map(
            secret -> new Versioned(root(secret), secret.getMetadata().getResourceVersion()));
    return new Kept(root, pluggedInNow.map(this::pluggedIn));
  }

  private RootState root(Secret secret) {
    return switch (RootStateFiles.read(NamedSecret.data(secret), clock.instant())) {
      case LoadResult.Loaded<RootState>(var state) -> state;
      case LoadResult.Refused<RootState>(var problems) ->
          throw refused(
              own,
              problems,
              "restore it from a backup, or delete it to start with a new root, which nobody"
                  + " trusts until it has spread");
    };
  }

  private PluggedIn pluggedIn(Secret secret) {
    return switch (PluggedInAuthority.load(NamedSecret.data(secret), clock.instant())) {
      case LoadResult.Loaded<CertificateAuthority>(var authority) ->
          new PluggedIn(
              pluggedIn.title(),
              authority,
              Instant.parse(secret.getMetadata().getCreationTimestamp()));
      case LoadResult.Refused<CertificateAuthority>(var problems) ->
          throw refused(
              pluggedIn,
              problems,
              "put it right, or delete it to go without an authority of your own");
    };
  }

  private static StartupException refused(
      NamedSecret secret, List<CertificateProblem> problems, String remedy) {
    return new StartupException(
        INPUT,
        secret.title()
            + ": "
            + problems.stream().map(CertificateProblem::toString).collect(Collectors.joining("; "))
            + "; "
            + remedy);
  }

  @Override
  public void watch(Listener listener) {
    own.follow(
        secret -> {
          synchronized (this) {
            if (secret.isEmpty() && ownNow.isPresent()) {
              listener.rootGone(own.title() + " is gone; the leader restores what it held");
            } else {
              ownNow = secret;
              report(listener);
            }
          }
        });
    pluggedIn.follow(
        secret -> {
          synchronized (this) {
            if (secret.isEmpty() && pluggedInNow.isPresent()) {
              listener.problem(
                  pluggedIn.title()
                      + " is gone; what it held stays in force in the processes that run, but not"
                      + " in those that start: restore it");
            } else {
              pluggedInNow = secret;
              report(listener);
            }
          }
        });
  }

  private void report(Listener listener) {
    Kept kept;
    try {
      kept = kept();
    } catch (StartupException e) {
      listener.problem(e.getMessage() + "; what was there before stays in force");
      return;
    }
    listener.changed(kept);
  }

  @Override
  public Optional<Versioned> replace(Versioned read, RootState next) {
    var secret = secret(next);
    secret.getMetadata().setResourceVersion(read.version());
    try {
      var written = client.secrets().inNamespace(namespace).resource(secret).update();
      return Optional.of(new Versioned(next, written.getMetadata().getResourceVersion()));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void restore(RootState state) {
    try {
      client.secrets().inNamespace(namespace).resource(secret(state)).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) { // else another is there by now
        throw e;
      }
    }
  }

  @Override
  public void close() {
    own.close();
    pluggedIn.close();
  }
}
