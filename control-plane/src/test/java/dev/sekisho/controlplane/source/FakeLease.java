package dev.sekisho.controlplane.source;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** A Lease in memory, which can be out of reach. Thread-safe. */
final class FakeLease implements LeaseStore {

  private Optional<LeaseRecord> record = Optional.empty();
  private int version;
  private int between;
  private boolean down;
  private boolean contended;

  synchronized Optional<LeaseRecord> record() {
    return record;
  }

  synchronized void down(boolean down) {
    this.down = down;
  }

  /** Somebody else is quicker with each write from now on. */
  synchronized void contended() {
    contended = true;
  }

  /** A write that was on its way comes between the next reading and its write. */
  synchronized void changedOnceMore() {
    between = 1;
  }

  @Override
  public synchronized Optional<Stored> read() {
    if (down) {
      throw new KubernetesClientException("connection refused");
    }
    var read = record.map(r -> new Stored(r, "" + version));
    version += between;
    between = 0;
    return read;
  }

  @Override
  public synchronized boolean create(LeaseRecord created) {
    return record.isEmpty() && write(created);
  }

  @Override
  public synchronized boolean replace(Stored read, LeaseRecord next) {
    return read.version().equals("" + version) && write(next);
  }

  private boolean write(LeaseRecord next) {
    if (contended) {
      return false;
    }
    record = Optional.of(next);
    version++;
    return true;
  }
}
