package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.Ingress.Backend;
import dev.sekisho.policies.objects.Ingress.Path;
import dev.sekisho.policies.objects.Ingress.PathType;
import dev.sekisho.policies.objects.Ingress.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an Ingress from its JSON tree: {@code networking.k8s.io/v1}, and {@code v1beta1} with its
 * older backend fields. Never throws: what can't be read is listed in {@link Ingress#unreadable}.
 */
public final class IngressReader {

  /** The annotation that named the class before {@code spec.ingressClassName} did. */
  public static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";

  /** Stands for a backend that is no Service: it resolves to none. */
  private static final Backend NO_SERVICE = new Backend("", new ServicePort(""));

  private final FieldReader fields = new FieldReader();
  private final List<Ingress.Rule> rules = new ArrayList<>();
  private final List<Ingress.Tls> tls = new ArrayList<>();

  private IngressReader() {}

  public static Ingress read(JsonNode object) {
    return new IngressReader().ingress(object);
  }

  private Ingress ingress(JsonNode object) {
    var meta = MetaReader.read(object, fields);
    var spec = fields.object(object, "spec", "");
    var className = spec.flatMap(s -> fields.name(s, "ingressClassName", "spec"));
    spec.ifPresent(s -> fields.objects(s, "rules", "spec", this::rule));
    spec.ifPresent(s -> fields.objects(s, "tls", "spec", this::tls));
    return new Ingress(
        meta,
        className.or(() -> Optional.ofNullable(meta.annotations().get(CLASS_ANNOTATION))),
        rules,
        spec.flatMap(this::defaultBackend),
        tls,
        fields.problems());
  }

  private Optional<Backend> defaultBackend(JsonNode spec) {
    return backend(spec, "defaultBackend", "spec").or(() -> backend(spec, "backend", "spec"));
  }

  private void rule(JsonNode rule, String at) {
    int problemsBefore = fields.problems().size();
    var host = fields.name(rule, "host", at);
    if (fields.problems().size() > problemsBefore) {
      return; // a host that can't be read is not "no host"
    }
    var paths = new ArrayList<Path>();
    fields
        .object(rule, "http", at)
        .ifPresent(
            http ->
                fields.objects(
                    http, "paths", at + ".http", (path, where) -> path(path, where, paths)));
    rules.add(new Ingress.Rule(host, at, paths));
  }

  private void path(JsonNode node, String at, List<Path> into) {
    var path = fields.name(node, "path", at).orElse("/");
    if (!path.startsWith("/")) {
      fields.problem(at + ".path", "expected a path that starts with /");
      return;
    }
    into.add(new Path(pathType(node, at), path, backend(node, "backend", at).orElse(NO_SERVICE)));
  }

  private PathType pathType(JsonNode node, String at) {
    return switch (fields.name(node, "pathType", at).orElse("ImplementationSpecific")) {
      case "Exact" -> PathType.EXACT;
      case "Prefix", "ImplementationSpecific" -> PathType.PREFIX;
      default -> {
        fields.problem(at + ".pathType", "expected Exact, Prefix or ImplementationSpecific");
        yield PathType.PREFIX;
      }
    };
  }

  private Optional<Backend> backend(JsonNode parent, String name, String path) {
    return fields.object(parent, name, path).map(node -> backend(node, path + "." + name));
  }

  private Backend backend(JsonNode node, String at) {
    var service = fields.object(node, "service", at);
    if (service.isPresent()) {
      String where = at + ".service";
      var port = fields.object(service.get(), "port", where);
      return new Backend(
          fields.text(service.get(), "name", where).orElse(""),
          port.map(p -> port(p, where + ".port")).orElse(new ServicePort("")));
    }
    return fields
        .name(node, "serviceName", at)
        .map(old -> new Backend(old, new ServicePort(numberOrName(node, "servicePort", at))))
        .orElse(NO_SERVICE);
  }

  private ServicePort port(JsonNode port, String at) {
    return new ServicePort(
        fields.name(port, "name", at).orElseGet(() -> number(port, "number", at)));
  }

  /** {@code servicePort} of v1beta1 may be a number or a name. */
  private String numberOrName(JsonNode parent, String name, String at) {
    var node = parent.path(name);
    return node.isTextual() ? node.textValue() : number(parent, name, at);
  }

  private String number(JsonNode parent, String name, String at) {
    var node = parent.path(name);
    if (node.isIntegralNumber()) {
      return node.asText();
    }
    if (!node.isMissingNode() && !node.isNull()) {
      fields.problem(at + "." + name, "expected a number");
    }
    return "";
  }

  private void tls(JsonNode node, String at) {
    tls.add(
        new Ingress.Tls(fields.texts(node, "hosts", at), fields.name(node, "secretName", at), at));
  }
}
