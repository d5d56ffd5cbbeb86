package dev.sekisho.controlplane.tracing;

import dev.sekisho.webhook.server.AdmissionTraces;

/** Who follows what the process does, from its start to its end. Thread-safe. */
public interface Tracing extends AutoCloseable {

  /** Nobody. */
  Tracing OFF =
      new Tracing() {
        @Override
        public AdmissionTraces admission() {
          return AdmissionTraces.OFF;
        }

        @Override
        public PublicationTraces publications() {
          return PublicationTraces.OFF;
        }

        @Override
        public void close() {}
      };

  AdmissionTraces admission();

  PublicationTraces publications();

  /** Delivers what is left, for a bounded time. */
  @Override
  void close();
}
