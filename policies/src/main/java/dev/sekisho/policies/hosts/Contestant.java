package dev.sekisho.policies.hosts;

/** What takes part in a {@link Tournament}, and remembers its place there. */
interface Contestant {

  Rank rank();

  /** Of the tournament, which alone sets it. */
  int slot();

  void slot(int assigned);
}
