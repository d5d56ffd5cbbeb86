package dev.sekisho.policies.hosts;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A set whose rank is always known: a binary tree of ranks over its members. The rank of all costs
 * nothing to ask for; a member that comes, goes or changes costs the logarithm of their number.
 */
final class Tournament<C extends Contestant> {

  /** Members lie in the slots from 0 to size - 1. */
  private @Nullable Contestant[] members = new @Nullable Contestant[1];

  /** The rank of all at 1, of the halves at 2 and 3, and so on; of single members at the end. */
  private Rank[] ranks = {Rank.NONE, Rank.NONE};

  private int size;

  Rank rank() {
    return ranks[1];
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(C member) {
    if (size == members.length) {
      resize(size * 2);
    }
    put(member, size++);
  }

  void remove(C member) {
    int gap = member.slot();
    int last = --size;
    var moved = members[last];
    members[last] = null;
    set(last, Rank.NONE);
    if (last != gap && moved != null) {
      put(moved, gap);
    }
    if (size > 0 && size <= members.length / 4) {
      resize(members.length / 2);
    }
  }

  /** The rank of a member is another now. */
  void changed(C member) {
    set(member.slot(), member.rank());
  }

  private void put(Contestant member, int slot) {
    members[slot] = member;
    member.slot(slot);
    set(slot, member.rank());
  }

  private void set(int slot, Rank rank) {
    int at = members.length + slot;
    ranks[at] = rank;
    for (at /= 2; at >= 1; at /= 2) {
      ranks[at] = ranks[2 * at].merge(ranks[2 * at + 1]);
    }
  }

  private void resize(int capacity) {
    var before = ranks;
    int start = members.length;
    members = Arrays.copyOf(members, capacity);
    ranks = new Rank[2 * capacity];
    Arrays.fill(ranks, Rank.NONE);
    System.arraycopy(before, start, ranks, capacity, size);
    for (int at = capacity - 1; at >= 1; at--) {
      ranks[at] = ranks[2 * at].merge(ranks[2 * at + 1]);
    }
  }

  /**
   * Visits the members of that rank, without looking at those that lie where the rank of many
   * together isn't.
   */
  void visit(Predicate<Rank> worth, Consumer<C> visitor) {
    visit(1, worth, visitor);
  }

  @SuppressWarnings("unchecked") // add lets nothing else in
  private void visit(int at, Predicate<Rank> worth, Consumer<C> visitor) {
    if (ranks[at].isNone() || !worth.test(ranks[at])) {
      return;
    }
    if (at < members.length) {
      visit(2 * at, worth, visitor);
      visit(2 * at + 1, worth, visitor);
      return;
    }
    var member = members[at - members.length];
    if (member != null) {
      visitor.accept((C) member);
    }
  }
}
