package dev.sekisho.webhook.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;

/** Judges a request by what stands before its body. */
final class RequestHead {

  private static final String JSON = "application/json";

  private RequestHead() {}

  /** Why this request isn't even read. */
  static Optional<Rejection> rejection(HttpServerRequest request, int maxBody) {
    if (!request.method().equals(HttpMethod.POST)) {
      return Optional.of(Rejection.NOT_POST);
    }
    if (!isJson(Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)).orElse(""))) {
      return Optional.of(Rejection.NOT_JSON);
    }
    return declaredLength(request) > maxBody
        ? Optional.of(Rejection.tooLarge(maxBody))
        : Optional.empty();
  }

  static boolean awaitsContinue(HttpServerRequest request) {
    return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  private static boolean isJson(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT).equals(JSON);
  }

  /** What isn't a number was refused by the HTTP decoder already. */
  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
