package dev.sekisho.policies.hosts;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A group of several whose rank is always known: a binary tree of ranks over its members, of which
 * some lie in each leaf. The rank of all costs nothing to ask for; a member that comes, goes or
 * changes costs the logarithm of their number.
 */
final class Tournament<C extends Contestant<C>> implements Group<C> {

  /** Members of a leaf: their own ranks aren't kept, and a tree over fewer leaves is smaller. */
  private static final int LEAF = 8;

  /** Members lie in the slots from 0 to size - 1. */
  private @Nullable Object[] members = new Object[2];

  /** The rank of all at 1, of the halves at 2 and 3, and so on; of the leaves at the end. */
  private Rank[] ranks = {Rank.NONE, Rank.NONE};

  private int size;

  @Override
  public Rank rank() {
    return ranks[1];
  }

  @Override
  public Group<C> with(C member) {
    add(member);
    return this;
  }

  void add(C member) {
    if (size == members.length) {
      resize(size * 2);
    }
    put(member, size++);
  }

  @Override
  public @Nullable Group<C> without(C member) {
    int gap = member.slot();
    int last = --size;
    var moved = member(last);
    members[last] = null;
    update(last);
    if (last != gap && moved != null) {
      put(moved, gap);
    }
    if (size == 1) {
      return member(0);
    }
    if (size <= members.length / 4) {
      resize(members.length / 2);
    }
    return this;
  }

  @Override
  public boolean changed(C member) {
    return update(member.slot());
  }

  private void put(C member, int slot) {
    members[slot] = member;
    member.slot(slot);
    update(slot);
  }

  @SuppressWarnings("unchecked") // add lets nothing else in
  private @Nullable C member(int slot) {
    return (C) members[slot];
  }

  private int leaves() {
    return ranks.length / 2;
  }

  /** Returns whether the rank of all is another now. */
  private boolean update(int slot) {
    int at = leaves() + slot / LEAF;
    var rank = rankOfLeaf(slot / LEAF);
    while (!rank.same(ranks[at])) {
      ranks[at] = rank;
      if (at == 1) {
        return true;
      }
      at /= 2;
      rank = ranks[2 * at].merge(ranks[2 * at + 1]);
    }
    return false;
  }

  private Rank rankOfLeaf(int leaf) {
    var rank = Rank.NONE;
    int end = Math.min((leaf + 1) * LEAF, members.length);
    for (int slot = leaf * LEAF; slot < end; slot++) {
      var member = member(slot);
      rank = member == null ? rank : rank.merge(member.rank());
    }
    return rank;
  }

  private void resize(int capacity) {
    members = Arrays.copyOf(members, capacity);
    int leaves = Math.max(1, capacity / LEAF);
    ranks = new Rank[2 * leaves];
    Arrays.fill(ranks, Rank.NONE);
    for (int leaf = 0; leaf * LEAF < size; leaf++) {
      ranks[leaves + leaf] = rankOfLeaf(leaf);
    }
    for (int at = leaves - 1; at >= 1; at--) {
      ranks[at] = ranks[2 * at].merge(ranks[2 * at + 1]);
    }
  }

  @Override
  public void visit(Predicate<Rank> worth, Consumer<C> visitor) {
    visit(1, worth, visitor);
  }

  private void visit(int at, Predicate<Rank> worth, Consumer<C> visitor) {
    if (ranks[at].isNone() || !worth.test(ranks[at])) {
      return;
    }
    if (at < leaves()) {
      visit(2 * at, worth, visitor);
      visit(2 * at + 1, worth, visitor);
      return;
    }
    int start = (at - leaves()) * LEAF;
    for (int slot = start; slot < Math.min(start + LEAF, size); slot++) {
      var member = member(slot);
      if (member != null) {
        member.visit(worth, visitor);
      }
    }
  }
}
