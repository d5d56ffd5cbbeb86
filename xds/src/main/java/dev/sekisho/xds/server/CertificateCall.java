package dev.sekisho.xds.server;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.RejectReason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of the certificate service. Whether the caller is known arrives on any thread, before
 * any message is asked for; from then on gRPC calls from one at a time.
 */
final class CertificateCall extends ServerCall.Listener<CertificateRequest> {
  /** gRPC finds out with the second that there is only one message. */
  private static final int UNARY = 2;

  private final CertificateService service;
  private final ServerCall<CertificateRequest, CertificateResponse> call;
  private final String peer;
  private volatile Optional<SpiffeId> caller = Optional.empty();
  private Optional<CertificateRequest> request = Optional.empty();
  private boolean over;

  CertificateCall(
      CertificateService service, ServerCall<CertificateRequest, CertificateResponse> call) {
    this.service = service;
    this.call = call;
    this.peer = CertificateService.peer(call);
  }

  void authenticated(@Nullable Authentication authentication, @Nullable Throwable failure) {
    switch (authentication) {
      case Authentication.Accepted(var identity) -> {
        caller = Optional.of(identity.spiffeId());
        call.request(UNARY);
      }
      case Authentication.Refused(var problem, var message) ->
          refuse(new Refusal(problem, message));
      case null -> refuse(Refusal.INTERNAL); // by a defect, which is logged where it happened
    }
  }

  @Override
  public void onMessage(CertificateRequest message) {
    if (request.isPresent()) {
      refuse(new Refusal(RejectReason.INVALID_CSR, "a second request in one call"));
    }
    request = Optional.of(message);
  }

  @Override
  public void onHalfClose() {
    if (over || caller.isEmpty()) {
      return;
    }
    if (request.isEmpty()) {
      refuse(new Refusal(RejectReason.INVALID_CSR, "no request in the call"));
      return;
    }
    var read = request.get();
    var known = caller.get();
    service.work().execute(() -> finish(service.answer(peer, known, read)));
  }

  private void finish(CertificateService.Answer answer) {
    switch (answer) {
      case CertificateService.Answer.Refused(var refusal) -> refuse(refusal);
      case CertificateService.Answer.Issued(var response) -> {
        call.sendHeaders(new Metadata());
        call.sendMessage(response);
        call.close(Status.OK, new Metadata());
      }
    }
  }

  private void refuse(Refusal refusal) {
    if (!over) {
      over = true;
      service.refused(peer, refusal);
      call.close(refusal.status(), new Metadata());
    }
  }
}
