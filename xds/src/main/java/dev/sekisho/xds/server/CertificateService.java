package dev.sekisho.xds.server;

import dev.sekisho.certs.CertificateAuthorityException;
import dev.sekisho.certs.CertificateProblem;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.LoadResult;
import dev.sekisho.certs.SigningRequest;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustBundle;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.identity.WorkloadCertificates;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Istio's certificate service: for agents that keep their key and have it signed. Whose certificate
 * it is follows from the call's credentials alone; of the request only the key counts.
 *
 * @see <a href="https://github.com/istio/api/blob/master/security/v1alpha1/ca.proto">ca.proto</a>
 */
final class CertificateService {
  private static final String NAME = "istio.v1.auth.IstioCertificateService";

  /** Below that an agent would do nothing but ask. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private static final MethodDescriptor<CertificateRequest, CertificateResponse> CREATE =
      MethodDescriptor.newBuilder(CertificateRequest.MARSHALLER, CertificateResponse.MARSHALLER)
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, "CreateCertificate"))
          .build();

  /** What comes of a request. */
  sealed interface Answer {
    record Issued(CertificateResponse response) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}
  }

  private final ProxyAuthenticator authenticator;
  private final WorkloadCertificates certificates;
  private final XdsEvents events;
  private final Executor work;

  /**
   * @param work for signing
   */
  CertificateService(
      ProxyAuthenticator authenticator,
      WorkloadCertificates certificates,
      XdsEvents events,
      Executor work) {
    this.authenticator = authenticator;
    this.certificates = certificates;
    this.events = events;
    this.work = work;
  }

  ServerServiceDefinition definition() {
    return ServerServiceDefinition.builder(
            ServiceDescriptor.newBuilder(NAME).addMethod(CREATE).build())
        .addMethod(CREATE, this::start)
        .build();
  }

  /** Takes no message before the caller is known: strangers get nothing parsed. */
  private ServerCall.Listener<CertificateRequest> start(
      ServerCall<CertificateRequest, CertificateResponse> call, Metadata headers) {
    var started = new CertificateCall(this, call);
    var unused =
        authenticator
            .authenticate(CallCredentials.of(call, headers), Optional.empty())
            .whenComplete(started::authenticated);
    return started;
  }

  /** Runs what would hold up the thread of a connection. */
  Executor work() {
    return work;
  }

  Answer answer(String peer, SpiffeId caller, CertificateRequest request) {
    return switch (request) {
      case CertificateRequest.Malformed(var message) -> invalid(message);
      case CertificateRequest.Read(var csr, var seconds) ->
          switch (SigningRequest.read(csr.toByteArray(), caller)) {
            case LoadResult.Refused<SigningRequest>(var problems) ->
                invalid(
                    problems.stream()
                        .map(CertificateProblem::toString)
                        .collect(Collectors.joining("; ")));
            case LoadResult.Loaded<SigningRequest>(var read) -> sign(peer, caller, read, seconds);
          };
    };
  }

  private Answer sign(String peer, SpiffeId caller, SigningRequest request, long seconds) {
    try {
      var signed = certificates.sign(profile(caller, seconds), request.publicKey());
      events.onCertificateSigned(peer, caller, signed.chain().getFirst().getNotAfter().toInstant());
      return new Answer.Issued(new CertificateResponse(chain(signed)));
    } catch (CertificateAuthorityException e) {
      return new Answer.Refused(
          new Refusal(
              RejectReason.AUTHORITY,
              "the authority can't sign now (%s); try again".formatted(e.reason().label())));
    }
  }

  private IssuanceProfile profile(SpiffeId caller, long seconds) {
    var longest = certificates.profile(caller).validity();
    var asked = seconds <= 0 ? longest : Duration.ofSeconds(seconds);
    var most = asked.compareTo(longest) < 0 ? asked : longest;
    var least = SHORTEST.compareTo(longest) < 0 ? SHORTEST : longest;
    return IssuanceProfile.workload(caller, most.compareTo(least) < 0 ? least : most);
  }

  /**
   * One certificate for each element, the signer's root last. While another root is trusted too, it
   * stands behind that one in the last element: agents trust what that holds.
   */
  private static List<String> chain(WorkloadCertificates.Signed signed) {
    var others = signed.trust().roots().stream().filter(root -> !root.equals(signed.root()));
    var trusted = Stream.concat(Stream.of(signed.root()), others).toList();
    return Stream.concat(signed.chain().stream().map(List::of), Stream.of(trusted))
        .map(certificates -> new TrustBundle(certificates).pem())
        .toList();
  }

  private static Answer invalid(String message) {
    return new Answer.Refused(new Refusal(RejectReason.INVALID_CSR, message));
  }

  void refused(String peer, Refusal refusal) {
    events.onRejected(peer, refusal.reason(), refusal.message());
  }

  static String peer(ServerCall<?, ?> call) {
    return String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
  }
}
