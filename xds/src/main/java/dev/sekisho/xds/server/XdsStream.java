package dev.sekisho.xds.server;

import java.util.Optional;

/** A stream as the server sees it. */
interface XdsStream {
  /** Called once when the call is over, for whatever reason. Any thread. */
  void ended();

  /** Ends the stream, as if its first message had been refused. Any thread. */
  void close(Refusal refusal);

  /** How far the proxy has come; empty until its first message is accepted. Any thread. */
  Optional<ProxyStatus> status();
}
