package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.RootState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A store that several keepers of a test share, as replicas share a Secret. */
final class MemoryStore implements AuthorityStore {
  private final List<Listener> listeners = new ArrayList<>();
  private Optional<Versioned> root = Optional.empty();
  private Optional<PluggedIn> pluggedIn = Optional.empty();
  private int writes;

  int writes() {
    return writes;
  }

  RootState state() {
    return root.orElseThrow().state();
  }

  void plugIn(PluggedIn authority) {
    pluggedIn = Optional.of(authority);
    tell();
  }

  void put(RootState state) {
    root = Optional.of(new Versioned(state, "v" + ++writes));
    tell();
  }

  void spoil(String problem) {
    listeners.forEach(listener -> listener.problem(problem));
  }

  void lose() {
    root = Optional.empty();
    listeners.forEach(listener -> listener.rootGone("Secret a/b is gone"));
  }

  @Override
  public void restore(RootState state) {
    if (root.isEmpty()) {
      put(state);
    }
  }

  /** Tells all of something, however old. */
  void tell(Kept kept) {
    listeners.forEach(listener -> listener.changed(kept));
  }

  Kept kept() {
    return new Kept(root, pluggedIn);
  }

  private void tell() {
    tell(kept());
  }

  @Override
  public Kept loadOrCreate(Supplier<RootState> first) {
    if (root.isEmpty() && pluggedIn.isEmpty()) {
      put(first.get());
    }
    return kept();
  }

  @Override
  public void watch(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public Optional<Versioned> replace(Versioned read, RootState next) {
    if (!root.map(Versioned::version).equals(Optional.of(read.version()))) {
      return Optional.empty();
    }
    put(next);
    return root;
  }

  @Override
  public void close() {}
}
