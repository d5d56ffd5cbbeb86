package dev.sekisho.controlplane.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a token says of itself, which nobody has verified: good for refusing it without asking the
 * API server, never for accepting it.
 *
 * @param legacy the kind that lies in Secrets, without audience, Pod or end
 * @param expires absent: it says of no end
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>
 */
record TokenClaims(boolean legacy, List<String> audiences, Optional<Instant> expires) {
  /** Tokens of Kubernetes have one to two thousand characters. */
  static final int MAX_CHARS = 16 << 10;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LEGACY_ISSUER = "kubernetes/serviceaccount";
  private static final int PARTS = 3;

  TokenClaims {
    audiences = List.copyOf(audiences);
  }

  /** Empty: it isn't a JSON Web Token. */
  static Optional<TokenClaims> read(String token) {
    var parts = token.length() > MAX_CHARS ? new String[0] : token.split("\\.", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      var claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      return claims == null || !claims.isObject() ? Optional.empty() : Optional.of(of(claims));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("an array can always be read", e);
    }
  }

  private static TokenClaims of(JsonNode claims) {
    var audiences = new ArrayList<String>();
    var audience = claims.path("aud");
    if (audience.isTextual()) {
      audiences.add(audience.textValue());
    }
    audience.forEach(a -> audiences.add(a.asText()));
    var end = claims.path("exp");
    return new TokenClaims(
        claims.path("iss").asText().equals(LEGACY_ISSUER),
        audiences,
        end.canConvertToLong() && end.isNumber() && Math.abs(end.longValue()) < 1L << 40
            ? Optional.of(Instant.ofEpochSecond(end.longValue()))
            : Optional.empty());
  }
}
