package dev.sekisho.policies.secrets;

import dev.sekisho.policies.model.PathText;
import dev.sekisho.policies.model.SecretChannel;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.secrets.PodFacts.Container;
import dev.sekisho.policies.secrets.PodFacts.Mount;
import dev.sekisho.policies.secrets.PodFacts.Named;
import dev.sekisho.policies.secrets.PodFacts.Store;
import dev.sekisho.policies.secrets.PodFacts.Volume;
import dev.sekisho.policies.secrets.PodFacts.VolumeSecret;
import dev.sekisho.policies.secrets.SecretRequest.HostPathUse;
import dev.sekisho.policies.secrets.SecretRequest.SecretMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Works out what a Pod asks for, and who in it. */
final class PodRequest {

  private final PodFacts pod;
  private final boolean template;
  private final String namespace;
  private final SecretLookup lookup;
  private final List<SecretReference> references = new ArrayList<>();
  private final List<SecretMount> mounts = new ArrayList<>();
  private final List<HostPathUse> hostPaths = new ArrayList<>();
  private final List<Named> classes = new ArrayList<>();

  private PodRequest(PodFacts pod, boolean template, String namespace, SecretLookup lookup) {
    this.pod = pod;
    this.template = template;
    this.namespace = namespace;
    this.lookup = lookup;
  }

  /**
   * @param isPod whether it is a Pod and no template: to a Pod the API server has already added
   *     what its ServiceAccount brings
   */
  static SecretRequest of(
      PodFacts pod,
      boolean isPod,
      String namespace,
      SecretLookup lookup,
      String kindWord,
      List<FieldProblem> unreadable) {
    var request = new PodRequest(pod, !isPod, namespace, lookup);
    pod.containers().forEach(request::environment);
    pod.volumes().forEach(request::volume);
    request.pullSecrets();
    return new SecretRequest(
        kindWord,
        request.references,
        request.mounts,
        request.hostPaths,
        request.classes,
        StoreUse.findings(pod, namespace, lookup),
        request.token(),
        Optional.empty(),
        unreadable);
  }

  private void environment(Container container) {
    for (PodFacts.EnvSecret env : container.env()) {
      references.add(
          new SecretReference(
              env.secret(), "", env.channel(), env.variable(), usedBy(container), env.fieldPath()));
    }
  }

  private void volume(Volume volume) {
    for (Users users : usersOf(volume)) {
      for (VolumeSecret secret : volume.secrets()) {
        if (!LegacyToken.isAdded(volume, secret.secret(), pod, namespace, lookup)) {
          add(secret.secret(), secret.channel(), volume, users, secret.fieldPath());
        }
      }
      volume.store().ifPresent(store -> store(volume, store, users));
      volume
          .hostPath()
          .ifPresent(
              path ->
                  hostPaths.add(
                      new HostPathUse(
                          PathText.normalise(path.name()),
                          users.prefix() + "volume " + volume.name(),
                          users,
                          path.fieldPath())));
    }
    volume.store().ifPresent(store -> use(volume, store));
    if (volume.showsSecrets() && volume.secrets().stream().noneMatch(s -> isToken(volume, s))) {
      pod.containers().forEach(container -> mounts(container, volume));
    }
  }

  private boolean isToken(Volume volume, VolumeSecret secret) {
    return LegacyToken.isAdded(volume, secret.secret(), pod, namespace, lookup);
  }

  /** The Secrets that the class makes; where none are known, the class stands for what it shows. */
  private void store(Volume volume, Store store, Users users) {
    var made =
        lookup
            .providerClass(namespace, store.providerClass())
            .map(c -> c.secretObjects().stream().map(s -> s.secretName()).distinct().toList())
            .filter(names -> !names.isEmpty())
            .orElse(List.of(store.providerClass()));
    made.forEach(name -> add(name, SecretChannel.CSI, volume, users, store.fieldPath()));
  }

  private void use(Volume volume, Store store) {
    classes.add(new Named(store.providerClass(), store.fieldPath()));
    mounts.add(
        new SecretMount(
            "volume \"" + volume.name() + "\"",
            "csi",
            Optional.empty(),
            store.readOnly(),
            true,
            volume.fieldPath() + ".csi.readOnly"));
  }

  private void add(
      String secret, SecretChannel channel, Volume volume, Users users, String fieldPath) {
    references.add(new SecretReference(secret, "", channel, volume.name(), users, fieldPath));
  }

  private void mounts(Container container, Volume volume) {
    for (Mount mount : container.mounts()) {
      if (mount.volume().equals(volume.name())) {
        String path = PathText.normalise(mount.path());
        mounts.add(
            new SecretMount(
                "mount \"" + path + "\"",
                "container " + container.name() + ", volume " + volume.name(),
                Optional.of(path),
                mount.readOnly(),
                volume.store().isPresent(),
                mount.fieldPath()));
      }
    }
  }

  private void pullSecrets() {
    var all = new Users(subjects(), Optional.empty(), false);
    for (Named secret : pod.pullSecrets()) {
      references.add(
          new SecretReference(
              secret.name(), "", SecretChannel.IMAGE_PULL_SECRETS, "", all, secret.fieldPath()));
    }
    if (template && pod.pullSecrets().isEmpty()) {
      String detail = "of serviceaccount " + pod.serviceAccount();
      account()
          .ifPresent(
              account ->
                  account
                      .pullSecrets()
                      .forEach(
                          name ->
                              references.add(
                                  new SecretReference(
                                      name,
                                      "",
                                      SecretChannel.IMAGE_PULL_SECRETS,
                                      detail,
                                      all,
                                      pod.specPath() + ".serviceAccountName"))));
    }
  }

  /** The Pod's word comes before that of its ServiceAccount, and both say yes by saying nothing. */
  private Optional<String> token() {
    boolean mounted =
        pod.automount().or(() -> account().flatMap(ServiceAccountFacts::automount)).orElse(true);
    return mounted
        ? Optional.of(pod.specPath() + ".automountServiceAccountToken")
        : Optional.empty();
  }

  private Optional<ServiceAccountFacts> account() {
    return lookup.serviceAccount(namespace, pod.serviceAccount());
  }

  /** Each container that mounts it by itself; together those who could, if none does. */
  private List<Users> usersOf(Volume volume) {
    var users = pod.containers().stream().filter(c -> c.mounts(volume)).map(this::usedBy).toList();
    return users.isEmpty() ? List.of(new Users(subjects(), Optional.empty(), true)) : users;
  }

  private Users usedBy(Container container) {
    return new Users(
        List.of(subject(Optional.of(container))), Optional.of(container.name()), false);
  }

  private List<WorkloadSubject> subjects() {
    return pod.containers().isEmpty()
        ? List.of(subject(Optional.empty()))
        : pod.containers().stream().map(c -> subject(Optional.of(c))).toList();
  }

  private WorkloadSubject subject(Optional<Container> container) {
    return new WorkloadSubject(
        Optional.of(pod.serviceAccount()),
        Optional.of(pod.labels()),
        container.map(c -> new WorkloadSubject.Container(c.name(), c.image())));
  }
}
