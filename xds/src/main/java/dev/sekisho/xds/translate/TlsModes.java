package dev.sekisho.xds.translate;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/** By what an endpoint and the TLS that is spoken to it find each other. */
public final class TlsModes {
  /** The mesh's mTLS. */
  public static final Struct ISTIO =
      Struct.newBuilder()
          .putFields("tlsMode", Value.newBuilder().setStringValue("istio").build())
          .build();

  private TlsModes() {}
}
