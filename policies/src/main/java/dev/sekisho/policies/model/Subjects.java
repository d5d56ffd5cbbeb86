package dev.sekisho.policies.model;

import dev.sekisho.policies.objects.Requester;
import java.util.List;

/** Callers, as policies name them: globs over the user, or after {@code group:} over a group. */
final class Subjects {

  private static final String GROUP = "group:";

  private Subjects() {}

  /** Whether one of {@code globs} names {@code requester}. */
  static boolean name(List<Glob> globs, Requester requester) {
    return globs.stream().anyMatch(glob -> names(glob, requester));
  }

  private static boolean names(Glob glob, Requester requester) {
    if (glob.pattern().startsWith(GROUP)) {
      var group = new Glob(glob.pattern().substring(GROUP.length()));
      return requester.groups().stream().anyMatch(group::matches);
    }
    return glob.matches(requester.user());
  }
}
