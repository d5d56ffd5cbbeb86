package dev.sekisho.policies.hosts;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One or more contestants with a common rank. Most groups have one, which then is all there is of
 * the group.
 */
sealed interface Group<C extends Contestant<C>> permits Contestant, Tournament {

  Rank rank();

  /** The group that it is together with {@code member}; this one must not be used any more. */
  Group<C> with(C member);

  /** The group that is left; null if nobody is. This one must not be used any more. */
  @Nullable Group<C> without(C member);

  /**
   * The rank of a member is another now.
   *
   * @return whether that of the group may be another, too
   */
  boolean changed(C member);

  /**
   * Visits the members of that rank, without looking at those that lie where the rank of many
   * together isn't.
   */
  void visit(Predicate<Rank> worth, Consumer<C> visitor);
}
