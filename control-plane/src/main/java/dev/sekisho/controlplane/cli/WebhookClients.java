package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.controlplane.StartupException;
import dev.sekisho.webhook.server.ClientAccess;
import dev.sekisho.webhook.server.ClientNetwork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags about who may ask the webhook. */
final class WebhookClients {

  @Option(
      names = "--webhook-client-ca",
      paramLabel = "FILE",
      description =
          "PEM certificates: the webhook answers only clients with a certificate that one of these"
              + " signed; the API server must be told to show one (default: every client).")
  private Optional<Path> authority;

  @Option(
      names = "--webhook-client-cidr",
      paramLabel = "CIDR,...",
      description =
          "The webhook answers only clients with an address in one of these networks, as in"
              + " 10.0.0.0/8,fd00::/8 (default: every client).")
  private Optional<String> networks;

  ClientAccess access() {
    return new ClientAccess(
        authority.map(WebhookClients::certificates),
        networks
            .map(list -> Arrays.stream(list.split(",", -1)).map(WebhookClients::network).toList())
            .orElse(List.of()));
  }

  private static String certificates(Path file) {
    try {
      var pem = Files.readString(file, StandardCharsets.US_ASCII);
      var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
      if (CertificateFactory.getInstance("X.509").generateCertificates(bytes).isEmpty()) {
        throw noCertificates(file);
      }
      return pem;
    } catch (CertificateException | IOException e) {
      throw noCertificates(file);
    }
  }

  private static StartupException noCertificates(Path file) {
    return new StartupException(
        INPUT, "--webhook-client-ca: " + file + " (expected: a file with PEM certificates)");
  }

  private static ClientNetwork network(String text) {
    return ClientNetwork.parse(text.strip())
        .orElseThrow(
            () ->
                new StartupException(
                    INPUT,
                    "--webhook-client-cidr: "
                        + text
                        + " (expected: networks as in 10.0.0.0/8,fd00::/8)"));
  }
}
