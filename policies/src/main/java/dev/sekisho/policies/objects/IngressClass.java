package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * An IngressClass ({@code networking.k8s.io/v1}).
 *
 * @param isDefault whether it is marked as the class of Ingresses that name none
 */
public record IngressClass(ObjectMeta meta, boolean isDefault) {

  private static final String DEFAULT_ANNOTATION = "ingressclass.kubernetes.io/is-default-class";

  public static IngressClass read(JsonNode object) {
    var meta = MetaReader.read(object);
    return new IngressClass(meta, "true".equals(meta.annotations().get(DEFAULT_ANNOTATION)));
  }

  /**
   * The class of Ingresses that name none. Of several defaults the API server takes the youngest,
   * then the first by name (plugin DefaultIngressClass).
   */
  public static Optional<String> defaultOf(Collection<IngressClass> classes) {
    return classes.stream()
        .filter(IngressClass::isDefault)
        .min(
            Comparator.comparing((IngressClass c) -> c.meta().creationTimestamp())
                .reversed()
                .thenComparing(c -> c.meta().name()))
        .map(c -> c.meta().name());
  }
}
