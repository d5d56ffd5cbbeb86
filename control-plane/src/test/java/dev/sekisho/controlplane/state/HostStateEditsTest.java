package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.hosts.VerdictCounts;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is kept from one edit to the next must not show. */
class HostStateEditsTest {

  private static final List<String> RULES =
      List.of(
          "allow: ['*.x.test']",
          "allow: ['*.x.test', '*.y.test'], deny: ['h1.x.test']",
          "allow: ['*.${namespace}.x.test', 'h2.x.test']",
          "allowFromNamespaceAnnotation: list, unlisted: deny",
          "ownerLabel: team, unlisted: allow",
          "ownerLabel: owner, allow: ['*']",
          "ingressClasses: [sekisho], allow: ['*']");

  private final Map<String, Runnable> present = new TreeMap<>();
  private Objects objects = new Objects(new ClusterState("sekisho-system"));

  @Test
  void whateverChangesTheVerdictsAreThoseOfAFreshState() {
    var random = new Random(11);
    for (int step = 0; step < 400; step++) {
      edit(random);
      var edited = objects;
      objects = new Objects(new ClusterState("sekisho-system"));
      present.values().forEach(Runnable::run);

      assertThat(verdicts(edited)).as("step %d", step).isEqualTo(verdicts(objects));
      assertThat(counts(edited)).as("step %d", step).isEqualTo(counts(objects));
      assertThat(routed(edited)).as("step %d", step).isEqualTo(routed(objects));
      assertThat(withheld(edited)).as("step %d", step).isEqualTo(withheld(objects));
      objects = edited;
    }
  }

  private static Map<ObjectKey, ClaimVerdict> verdicts(Objects objects) {
    return objects
        .state()
        .hosts()
        .verdicts()
        .collect(Collectors.toMap(e -> e.getKey().key(), Map.Entry::getValue));
  }

  private static VerdictCounts counts(Objects objects) {
    var hosts = objects.state().hosts();
    var byKind =
        verdicts(objects).values().stream()
            .collect(Collectors.groupingBy(Object::getClass, Collectors.counting()));
    var counted =
        new VerdictCounts(
            byKind.getOrDefault(ClaimVerdict.Granted.class, 0L).intValue(),
            byKind.getOrDefault(ClaimVerdict.NotAllowed.class, 0L).intValue(),
            byKind.getOrDefault(ClaimVerdict.Conflict.class, 0L).intValue());
    assertThat(hosts.counts()).isEqualTo(counted);
    return counted;
  }

  private static Set<Ingress> routed(Objects objects) {
    return Set.copyOf(objects.state().gatewayInput().granted());
  }

  private static Map<ObjectKey, ClaimVerdict> withheld(Objects objects) {
    return objects
        .state()
        .withheld()
        .collect(Collectors.toMap(e -> e.getKey().key(), Map.Entry::getValue));
  }

  private void edit(Random random) {
    var name = Integer.toString(random.nextInt(3));
    switch (random.nextInt(6)) {
      case 0 -> delete(random);
      case 1 -> {
        var rules = RULES.get(random.nextInt(RULES.size()));
        put("ConfigMap sekisho-system p" + name, () -> objects.policy("p" + name, rules));
      }
      case 2 -> namespace("n" + name, random.nextInt(3));
      case 3 -> {
        boolean isDefault = random.nextBoolean();
        put("IngressClass  sekisho", () -> objects.ingressClass("sekisho", isDefault));
      }
      default -> {
        var host = "h%d.%s.test".formatted(random.nextInt(3), random.nextBoolean() ? "x" : "y");
        var className = List.of("", "sekisho", "nginx").get(random.nextInt(3));
        int age = random.nextInt(9);
        var object = "i" + random.nextInt(4);
        put(
            "Ingress n" + name + " " + object,
            () -> objects.ingress("n" + name, object, host, className, age));
      }
    }
  }

  private void namespace(String name, int variant) {
    put(
        "Namespace  " + name,
        () ->
            objects.put(
                """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %s
                  labels: {team: t%d, owner: o}
                  annotations: {list: 'h%d.x.test'}
                """
                    .formatted(name, variant, variant)));
  }

  private void put(String key, Runnable change) {
    present.put(key, change);
    change.run();
  }

  private void delete(Random random) {
    if (!present.isEmpty()) {
      var key = List.copyOf(present.keySet()).get(random.nextInt(present.size()));
      present.remove(key);
      var parts = key.split(" ", -1);
      objects.delete(parts[0], parts[1], parts[2]);
    }
  }
}
