package dev.sekisho.policies.mesh;

import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.model.PolicyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A policy of a namespace's own asks for a weaker mode than the platform does.
 *
 * @param port empty: for those that have no mode of their own
 */
public record WeakerMode(
    PolicyId policy, Optional<Integer> port, MtlsMode asked, MtlsMode platform) {

  /**
   * @param above what platform policies say of the same workloads
   */
  static List<WeakerMode> of(Opinion own, List<Opinion> above) {
    var weaker = new ArrayList<WeakerMode>();
    var platform = Combination.strictest(above.stream().flatMap(o -> o.section().mode().stream()));
    own.section().mode().ifPresent(asked -> add(own, Optional.empty(), asked, platform, weaker));
    own.section()
        .ports()
        .forEach(
            (port, asked) ->
                add(own, Optional.of(port), asked, Combination.strictest(above, port), weaker));
    return weaker;
  }

  private static void add(
      Opinion own,
      Optional<Integer> port,
      MtlsMode asked,
      Optional<MtlsMode> platform,
      List<WeakerMode> weaker) {
    platform
        .filter(strictest -> asked.compareTo(strictest) < 0)
        .ifPresent(strictest -> weaker.add(new WeakerMode(own.policy(), port, asked, strictest)));
  }

  /** Of the key in its policy: {@code spec.mesh.mtls.ports.8080}. */
  public String path() {
    return "spec.mesh.mtls." + port.map(number -> "ports." + number).orElse("mode");
  }

  /** For users: {@code PERMISSIVE is weaker than STRICT, which …}. */
  public String message() {
    return asked
        + " is weaker than "
        + platform
        + ", which the platform's policies ask of these workloads: leave it out";
  }
}
