package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.LabelSelector;
import dev.sekisho.policies.model.MeshSection;
import dev.sekisho.policies.model.MeshSection.Caller;
import dev.sekisho.policies.model.MeshSection.Escape;
import dev.sekisho.policies.model.MeshSection.Injection;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.parse.WordShape.Word;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The {@code mesh} section and its defaults. */
final class MeshShape {

  private static final Key<LabelSelector> SELECTOR =
      Key.optional("selector", "Selects Pods by their labels. Default: all.", SelectorShape.SHAPE);
  private static final Key<Optional<LabelSelector>> WORKLOADS =
      Key.optional(
          "workloads",
          "The workloads that the section speaks of. Default: all of the matched namespaces.",
          ObjectShape.of(List.of(SELECTOR), fields -> fields.get(SELECTOR)));

  static final String DISABLE = "DISABLE";
  private static final WordShape<MtlsMode> MODES =
      new WordShape<>(
          List.of(
              new Word<>("STRICT", MtlsMode.STRICT),
              new Word<>("PERMISSIVE", MtlsMode.PERMISSIVE),
              new Word<>(DISABLE, MtlsMode.DISABLE)));
  static final Key<MtlsMode> MODE =
      Key.optional(
          "mode",
          "What workloads take from their callers: STRICT, the mesh's mTLS only; "
              + "PERMISSIVE, also plaintext; DISABLE, plaintext only. Default: no "
              + "opinion, and PERMISSIVE where no policy has one.",
          MODES);
  static final Key<SortedMap<Integer, MtlsMode>> PORTS =
      Key.optional(
          "ports", "Ports of the workload with modes of their own.", new PortMapShape<>(MODES));
  static final Key<Mtls> MTLS =
      Key.optional(
          "mtls",
          "The mTLS of the workloads. Of several policies the strictest counts, port by port; a "
              + "namespace's own policy may not be weaker than the platform's.",
          ObjectShape.of(
              List.of(MODE, PORTS),
              fields -> new Mtls(fields.get(MODE), fields.get(PORTS).orElseGet(TreeMap::new))));

  static final Key<List<Caller>> ALLOW_FROM =
      Key.optional(
          "allowFrom",
          "Who may call the workloads; who isn't listed, and whoever comes without mTLS, is "
              + "denied. The lists of platform policies unite; that of a namespace's own "
              + "policy narrows them. Default: no opinion.",
          ListShape.of(CallersShape.SHAPE));

  private static final Key<Boolean> ENABLED =
      Key.optional(
          "enabled",
          "Whether Pods get a sidecar, over the namespace's label and under the Pod's. "
              + "Default: as they say.",
          TlsShape.FLAG);
  private static final Key<List<Escape>> ALLOW =
      Key.optional(
          "allow",
          "What Pods may ask of their sidecar though it could let them escape policy. "
              + "Default: nothing.",
          ListShape.of(
              new WordShape<>(
                  List.of(
                      new Word<>("userVolume", Escape.USER_VOLUME),
                      new Word<>("bootstrapOverride", Escape.BOOTSTRAP_OVERRIDE),
                      new Word<>("proxyImage", Escape.PROXY_IMAGE),
                      new Word<>("excludedPorts", Escape.EXCLUDED_PORTS)))));
  static final Key<Injection> INJECT =
      Key.optional(
          "inject",
          "The injection of sidecars. Platform policies only.",
          ObjectShape.of(
              List.of(ENABLED, ALLOW),
              fields -> new Injection(fields.get(ENABLED), fields.get(ALLOW).orElse(List.of()))));

  static final ObjectShape<MeshSection> SHAPE =
      ObjectShape.of(List.of(WORKLOADS, MTLS, ALLOW_FROM, INJECT), MeshShape::build);

  private MeshShape() {}

  record Mtls(Optional<MtlsMode> mode, SortedMap<Integer, MtlsMode> ports) {

    static final Mtls NO_OPINION = new Mtls(Optional.empty(), Collections.emptySortedMap());
  }

  private static MeshSection build(Fields fields) {
    var mtls = fields.get(MTLS).orElse(Mtls.NO_OPINION);
    return new MeshSection(
        fields.get(WORKLOADS).flatMap(selector -> selector),
        mtls.mode(),
        mtls.ports(),
        fields.get(ALLOW_FROM),
        fields.get(INJECT));
  }
}
