package dev.sekisho.policies.hosts;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What takes part in a {@link Tournament}, and remembers its place there. By itself it is the group
 * that it alone makes up.
 */
non-sealed interface Contestant<C extends Contestant<C>> extends Group<C> {

  C self();

  /** Of the tournament, which alone sets it. */
  int slot();

  void slot(int assigned);

  @Override
  default Group<C> with(C other) {
    var both = new Tournament<C>();
    both.add(self());
    both.add(other);
    return both;
  }

  @Override
  default @Nullable Group<C> without(C member) {
    return null;
  }

  @Override
  default boolean changed(C member) {
    return true; // its rank is its own: nothing is kept of it
  }

  @Override
  default void visit(Predicate<Rank> worth, Consumer<C> visitor) {
    if (worth.test(rank())) {
      visitor.accept(self());
    }
  }
}
