package dev.sekisho.policies.parse;

import java.util.List;
import java.util.Optional;

/** What became of a ConfigMap. Immutable. */
public sealed interface PolicyStatus {

  /** The annotation that tells the ConfigMap's author. */
  String ANNOTATION = "sekisho.dev/policy-status";

  List<PolicyNote> notes();

  /**
   * The value of {@link #ANNOTATION}, JSON of at most about 20 kB; empty if the ConfigMap is none
   * of ours and should have no such annotation.
   *
   * @param revision of all policies in force
   */
  default Optional<String> annotation(String revision) {
    return StatusJson.of(this, revision);
  }

  /** Its policies are in force as they stand. */
  record Ok(List<PolicyNote> notes) implements PolicyStatus {
    public Ok {
      notes = List.copyOf(notes);
    }
  }

  /**
   * It is wrong and not in force.
   *
   * @param problems all of them, at least one
   * @param lastGoodInForce whether an earlier version of it is
   */
  record Broken(List<PolicyProblem> problems, List<PolicyNote> notes, boolean lastGoodInForce)
      implements PolicyStatus {
    public Broken {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }
  }

  /** It is no policy ConfigMap; a note says so if it looks like one. */
  record Ignored(List<PolicyNote> notes) implements PolicyStatus {
    public Ignored {
      notes = List.copyOf(notes);
    }
  }
}
