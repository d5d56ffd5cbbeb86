package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.Credentials;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Finds what a call's client showed. */
final class CallCredentials {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private CallCredentials() {}

  static Credentials of(ServerCall<?, ?> call, Metadata headers) {
    return new Credentials(
        Optional.ofNullable(headers.get(AUTHORIZATION)).flatMap(Credentials::bearer), chain(call));
  }

  private static List<X509Certificate> chain(ServerCall<?, ?> call) {
    var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return List.of();
    }
    try {
      return Stream.of(session.getPeerCertificates())
          .filter((Certificate c) -> c instanceof X509Certificate)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // it showed none
    }
  }
}
