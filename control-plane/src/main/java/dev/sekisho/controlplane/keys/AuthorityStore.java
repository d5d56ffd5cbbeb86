package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.RootState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the authority is kept that all replicas share. Nothing that is there is ever overwritten
 * unless it was read, whole and sound, and hasn't changed since. For one thread, but for the
 * listener of {@link #watch}.
 */
public interface AuthorityStore extends AutoCloseable {

  /**
   * What is there.
   *
   * @param root one that we made, which we rotate
   * @param pluggedIn one that a user brought, which takes precedence
   */
  record Kept(Optional<Versioned> root, Optional<PluggedIn> pluggedIn) {}

  /**
   * @param version changes with each write
   */
  record Versioned(RootState state, String version) {}

  /**
   * @param name for people: of the Secret
   * @param since when it was made known
   */
  record PluggedIn(String name, CertificateAuthority authority, Instant since) {}

  /** Takes what comes of changes; called on any thread, must not block. */
  interface Listener {
    void changed(Kept kept);

    /** What is there now can't be used; one line, with its name and the remedy. */
    void problem(String problem);

    /** The root that we made isn't there any more; one line, with its name. */
    void rootGone(String problem);
  }

  /**
   * What is kept; if nothing is, what {@code first} makes is kept from now on. Of several that do
   * this at the same moment all get the same.
   *
   * @throws dev.sekisho.controlplane.StartupException if what is there can't be used, or the store
   *     can't be reached
   */
  Kept loadOrCreate(Supplier<RootState> first);

  /** Reports changes from now on, those that other processes make, too. */
  void watch(Listener listener);

  /**
   * Writes a state in place of the one that was read.
   *
   * @return what was written; empty if another was written before, which {@link #watch} tells of
   * @throws RuntimeException if the store can't be written
   */
  Optional<Versioned> replace(Versioned read, RootState next);

  /**
   * Writes a root that is gone once more, unless another is there by now.
   *
   * @throws RuntimeException if the store can't be written
   */
  void restore(RootState state);

  @Override
  void close();
}
