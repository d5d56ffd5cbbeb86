package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.webhook.mutate.Mutated;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts sidecars into Pods that are created, or says why a Pod can't have the one that it asks for.
 * Pure, and thread-safe. A Pod that has one of ours gets what it would get without: doing it again
 * changes nothing.
 */
public final class SidecarInjector {

  /** The names of containers that are added. */
  static final Set<String> CONTAINERS = Set.of(RedirectContainer.NAME, ProxyContainer.NAME);

  private final InjectionSettings settings;
  private final SortedMap<String, String> files;

  /**
   * @param files what the proxy is started with, by name: {@link SidecarFiles#BOOTSTRAP}, and what
   *     that refers to in {@link SidecarFiles#BOOTSTRAP_FOLDER}
   */
  public SidecarInjector(InjectionSettings settings, SortedMap<String, String> files) {
    this.settings = settings;
    this.files = new TreeMap<>(files);
  }

  /** Whether the request is one about a Pod that might get a sidecar. */
  public static boolean isAbout(ObjectRequest request) {
    return request.operation() == Operation.CREATE
        && request.subResource().isEmpty()
        && request.kind().kind().equals("Pod")
        && request.kind().group().isEmpty();
  }

  /**
   * The Pod of a request with its sidecar, if it is to have one.
   *
   * @param namespace of the Pod
   * @param kubeletsAreReady whether every kubelet is known to be good at native sidecars
   */
  public Mutated inject(
      ObjectRequest request,
      NamespaceFacts namespace,
      PolicySet policies,
      boolean kubeletsAreReady) {
    if (!isAbout(request) || !(request.objectTree() instanceof ObjectNode tree)) {
      return new Mutated(request.objectTree(), List.of());
    }
    var pod = new PodDocument(tree);
    var said = new SidecarPolicies(policies, namespace, MetaReader.read(tree).labels());
    var choice = SidecarChoice.of(pod, namespace, said.wanted(), settings);
    if (!choice.wanted()) {
      return new Mutated(tree, choice.problems());
    }
    var reader = new AnnotationReader(pod, said.allowed());
    pod.misshapen().ifPresent(path -> reader.problem(path, "expected the form that a Pod has"));
    var options =
        SidecarOptionsReader.read(
            reader,
            settings,
            NamespaceRedirection.of(namespace, settings.redirection(), reader),
            isNative(kubeletsAreReady));
    PodChecks.check(pod, namespace, options, said, reader);
    if (!reader.problems().isEmpty()) {
      return new Mutated(tree, reader.problems());
    }
    return injected(new PodDocument(tree.deepCopy()), options, tree);
  }

  /**
   * Whether the Pod of a request is to have a sidecar that no connection to it passes, though
   * policies want it to take mTLS alone: nothing could enforce that, and {@link #inject} refuses
   * it.
   */
  public boolean isUnenforceable(
      ObjectRequest request, NamespaceFacts namespace, PolicySet policies) {
    if (!isAbout(request) || !(request.objectTree() instanceof ObjectNode tree)) {
      return false;
    }
    var pod = new PodDocument(tree);
    var said = new SidecarPolicies(policies, namespace, MetaReader.read(tree).labels());
    var unheard = new AnnotationReader(pod, Set.of());
    return said.isStrict()
        && SidecarChoice.of(pod, namespace, said.wanted(), settings).wanted()
        && NamespaceRedirection.of(namespace, settings.redirection(), unheard)
            == Redirection.EXPLICIT;
  }

  private boolean isNative(boolean kubeletsAreReady) {
    return switch (settings.nativeSidecars()) {
      case AUTO -> kubeletsAreReady;
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }

  private Mutated injected(PodDocument pod, SidecarOptions options, ObjectNode before) {
    if (options.answersProbes()) {
      var problems = SidecarProbes.rewrite(pod, options.statusPort());
      if (!problems.isEmpty()) {
        return new Mutated(before, problems.stream().map(SidecarInjector::problem).toList());
      }
    }
    ProxyVariables.change(pod, options, settings);
    var own = ProxyFiles.of(files, options.stats());
    InjectedParts.of(options, settings, own, pod).putInto(pod);
    return new Mutated(pod.root().equals(before) ? before : pod.root(), List.of());
  }

  private static Violation problem(String message) {
    return new Violation("", AnnotationReader.RULE, "spec", message, Enforcement.DENY);
  }
}
