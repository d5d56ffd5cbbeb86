package dev.sekisho.policies.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy asks of the annotations of objects that claim hosts.
 *
 * @param deny names that must not be there; {@code *} also crosses {@code /}
 * @param require names that must be there, with these very values
 */
public record AnnotationRules(List<Glob> deny, Map<String, String> require) {

  /** No opinion. */
  public static final AnnotationRules NONE = new AnnotationRules(List.of(), Map.of());

  public AnnotationRules {
    deny = List.copyOf(deny);
    require = Collections.unmodifiableMap(new TreeMap<>(require));
  }
}
