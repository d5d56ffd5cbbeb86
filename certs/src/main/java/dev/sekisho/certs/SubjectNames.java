package dev.sekisho.certs;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/** Subject alternative names, in the form in which addresses compare whatever their spelling. */
final class SubjectNames {
  private SubjectNames() {}

  static List<GeneralName> of(IssuanceProfile profile) {
    return switch (profile) {
      case IssuanceProfile.Serving(var dnsNames, var ipAddresses, _) -> {
        var names = new ArrayList<GeneralName>();
        dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        ipAddresses.forEach(ip -> names.add(new GeneralName(GeneralName.iPAddress, ip)));
        yield names.stream().distinct().toList();
      }
      case IssuanceProfile.Client(var identity, _) -> List.of(uri(identity));
      case IssuanceProfile.Workload(var identity, _) -> List.of(uri(identity));
    };
  }

  /** The names in a certificate; none if their extension is missing or can't be read. */
  static Set<GeneralName> of(X509Certificate certificate) {
    try {
      var names =
          GeneralNames.fromExtensions(
              new JcaX509CertificateHolder(certificate).getExtensions(),
              Extension.subjectAlternativeName);
      return names == null ? Set.of() : Set.copyOf(List.of(names.getNames()));
    } catch (CertificateEncodingException | RuntimeException e) {
      return Set.of();
    }
  }

  private static GeneralName uri(SpiffeId identity) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, identity.toString());
  }
}
