package dev.sekisho.policies.cel.expression;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types of {@code request} and {@code namespaceObject}, as Kubernetes declares them. Of a
 * namespace there is what policies may ask of it: name, labels and annotations.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">Validating
 *     Admission Policy</a>
 */
final class RequestTypes {

  private static final CelType TEXT = SimpleType.STRING;
  private static final CelType TEXTS = ListType.create(TEXT);

  private static final StructType KIND =
      struct("GroupVersionKind", Map.of("group", TEXT, "version", TEXT, "kind", TEXT));
  private static final StructType RESOURCE =
      struct("GroupVersionResource", Map.of("group", TEXT, "version", TEXT, "resource", TEXT));
  private static final StructType USER =
      struct(
          "UserInfo",
          Map.of(
              "username",
              TEXT,
              "uid",
              TEXT,
              "groups",
              TEXTS,
              "extra",
              MapType.create(TEXT, TEXTS)));

  static final StructType REQUEST =
      struct(
          "AdmissionRequest",
          Map.ofEntries(
              Map.entry("kind", KIND),
              Map.entry("resource", RESOURCE),
              Map.entry("subResource", TEXT),
              Map.entry("requestKind", KIND),
              Map.entry("requestResource", RESOURCE),
              Map.entry("requestSubResource", TEXT),
              Map.entry("name", TEXT),
              Map.entry("namespace", TEXT),
              Map.entry("operation", TEXT),
              Map.entry("userInfo", USER),
              Map.entry("dryRun", SimpleType.BOOL),
              Map.entry("options", SimpleType.DYN)));

  private static final StructType NAMESPACE_METADATA =
      struct(
          "NamespaceMetadata",
          Map.of(
              "name", TEXT,
              "labels", MapType.create(TEXT, TEXT),
              "annotations", MapType.create(TEXT, TEXT)));

  static final StructType NAMESPACE = struct("Namespace", Map.of("metadata", NAMESPACE_METADATA));

  static final List<StructType> ALL =
      List.of(KIND, RESOURCE, USER, REQUEST, NAMESPACE_METADATA, NAMESPACE);

  private RequestTypes() {}

  static StructType struct(String name, Map<String, CelType> types) {
    var fields = ImmutableMap.copyOf(types);
    return StructType.create(
        "kubernetes." + name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
  }
}
