package dev.sekisho.xds.model.sidecar;

import dev.sekisho.xds.model.ConfigProblem;
import java.util.List;

/**
 * The checks of a Pod's applications, or what is wrong with their description.
 *
 * @param probes by container and kind, each once; none where there is a problem
 * @param problems for the user
 */
public record AppProbes(List<AppProbe> probes, List<ConfigProblem> problems) {
  /** The annotation of a Pod that describes them. */
  public static final String ANNOTATION = "sidecar.sekisho.dev/probes";

  public static final AppProbes NONE = new AppProbes(List.of(), List.of());

  public AppProbes {
    probes = List.copyOf(probes);
    problems = List.copyOf(problems);
  }
}
