package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.FOREIGN_NAMES;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_REQUEST;
import static dev.sekisho.certs.CertificateProblem.Kind.NO_REQUEST;

import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * A request for a certificate (PKCS#10, RFC 2986) that was checked: its sender holds the key and
 * asks for no name but its own. Nothing of it gets into a certificate but the key; all else that it
 * says is ignored.
 *
 * @param publicKey RSA of 2048 to 4096 bits, or EC on P-256 or P-384
 */
public record SigningRequest(PublicKey publicKey) {
  /** Bytes of PEM. One for RSA of 4096 bits with a name needs 1,700. */
  public static final int MAX_BYTES = 10 * 1024;

  private static final String SUBJECT = "CSR";

  /**
   * Reads PEM with a single request. Refused with the reason if it is over {@link #MAX_BYTES}, if
   * it can't be read, if its signature isn't by its own key with SHA-2 (so that nobody gets a
   * certificate for a key of others), or if the key is of another kind.
   *
   * @param caller who sent it: alternative names, if there are any, have to be this one alone
   */
  public static LoadResult<SigningRequest> read(byte[] pem, SpiffeId caller) {
    return switch (PemReader.read(SUBJECT, pem, MAX_BYTES)) {
      case LoadResult.Refused<List<PemBlock>>(var problems) -> new LoadResult.Refused<>(problems);
      case LoadResult.Loaded<List<PemBlock>>(var blocks) -> {
        if (blocks.size() != 1 || !blocks.getFirst().isCertificateRequest()) {
          yield LoadResult.refused(
              NO_REQUEST, SUBJECT, "expected a single PEM block with BEGIN CERTIFICATE REQUEST");
        }
        yield decode(blocks.getFirst().content(), caller);
      }
    };
  }

  private static LoadResult<SigningRequest> decode(byte[] der, SpiffeId caller) {
    try {
      var request = new PKCS10CertificationRequest(der);
      var foreign = foreignNames(request, caller);
      if (!foreign.isEmpty()) {
        return LoadResult.refused(
            FOREIGN_NAMES,
            SUBJECT,
            "it asks for %s, and the caller is %s; ask for that name, or for none"
                .formatted(Printable.of(foreign.getFirst()), caller));
      }
      return RequestKey.of(SUBJECT, request);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // A foreign parser on foreign bytes, which may be nested deeply: whatever escapes it means
      // the same.
      return LoadResult.refused(MALFORMED_REQUEST, SUBJECT, "not a readable PKCS#10 request");
    }
  }

  /** Alternative names other than the caller's, as people write them. */
  private static List<String> foreignNames(PKCS10CertificationRequest request, SpiffeId caller) {
    var own = new GeneralName(GeneralName.uniformResourceIdentifier, caller.toString());
    return Stream.of(request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest))
        .flatMap(SigningRequest::extensions)
        .flatMap(SigningRequest::names)
        .filter(name -> !name.equals(own))
        .map(GeneralName::toString)
        .toList();
  }

  private static Stream<Extensions> extensions(Attribute attribute) {
    return Stream.of(attribute.getAttributeValues()).map(Extensions::getInstance);
  }

  private static Stream<GeneralName> names(Extensions extensions) {
    return Stream.ofNullable(
            GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName))
        .flatMap(names -> Stream.of(names.getNames()));
  }
}
