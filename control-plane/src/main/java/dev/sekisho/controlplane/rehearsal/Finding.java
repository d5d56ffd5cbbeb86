package dev.sekisho.controlplane.rehearsal;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.parse.yaml.Position;

/**
 * Something that is wrong with a manifest.
 *
 * @param file as it was given
 * @param object {@code Kind/namespace/name}; empty where there is none
 * @param policy {@code namespace/ConfigMap/name}; empty where none is violated
 * @param rule of the policy that is violated; {@link #INPUT} and {@link #POLICY} where none is
 * @param path of the field; empty for the object as a whole
 */
public record Finding(
    Level level,
    String file,
    Position position,
    String object,
    String policy,
    String rule,
    String path,
    String message) {

  /** The rule of what can't be read. */
  public static final String INPUT = "input";

  /** The rule of policies that are wrong. */
  public static final String POLICY = "policy";

  /** How much it matters; the words of SARIF. */
  public enum Level {
    /** Admission would deny it, or it can't be read. */
    ERROR,
    /** Admission would warn. */
    WARNING,
    /** Admission would only report it. */
    NOTE;

    static Level of(Enforcement enforcement) {
      return switch (enforcement) {
        case DENY -> ERROR;
        case WARN -> WARNING;
        case DRYRUN -> NOTE;
      };
    }

    /** In lower case, as SARIF has it. */
    public String word() {
      return switch (this) {
        case ERROR -> "error";
        case WARNING -> "warning";
        case NOTE -> "note";
      };
    }
  }

  /** {@code file:line:column}, which editors and terminals make a link of. */
  public String place() {
    return file + ":" + position;
  }

  /** Whether this says that something couldn't be read, so that verdicts are missing. */
  boolean isUnreadable() {
    return rule.equals(INPUT) || rule.equals(POLICY);
  }
}
