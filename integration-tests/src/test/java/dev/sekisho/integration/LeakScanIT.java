package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.integration.LeakScan.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan that the whole run relies on finds what leaks, wherever and however it does. */
class LeakScanIT {
  private static final String JWT =
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW06c2EifQ.c2lnbmF0dXJlLW9mLWEtdG9rZW4tMTIzNDU2Nzg5";

  private static final Map<Place, String> WAYS =
      new EnumMap<>(
          Map.of(
              Place.LOG, "2026-11-21T20:00:00Z WARN  dev.sekisho - Secret/shop/db: bad: %s\n",
              Place.READY_LINE, "ready webhook=127.0.0.1:8443 xds=127.0.0.1:15012 revision=%s\n",
              Place.CONFIG_DUMP, "{\"private_key\": {\"inline_bytes\": \"%s\"}}\n",
              Place.METRICS, "sekisho_source_problems_total{source=\"%s\"} 1.0\n",
              Place.DEBUG_PAGE, "{\"decisions\":[{\"name\":\"a\",\"why\":\"%s\"}]}\n",
              Place.BOOTSTRAP, "{\"node\": {\"id\": \"%s\"}}\n",
              Place.EVENTS, "{\"items\":[{\"message\":\"not routed: %s\"}]}\n",
              Place.CONFIG_MAPS, "{\"items\":[{\"data\":{\"key\":\"%s\"}}]}\n",
              Place.REGISTRATIONS, "{\"items\":[{\"webhooks\":[{\"caBundle\":\"%s\"}]}]}\n",
              Place.ANSWERS, "denied the request: invalid secret \"%s\"\n"));

  /** How something may be written down. */
  private static final Map<String, UnaryOperator<String>> FORMS =
      Map.of(
          "raw", text -> text,
          "Base64", LeakScanIT::base64,
          "Base64 after one", text -> base64("x" + text + "y"),
          "Base64 after two", text -> base64("xx" + text),
          "Base64 twice", text -> base64(base64(text)),
          "JSON", text -> text.replace("\n", "\\n").replace("/", "\\/"),
          "JSON in JSON", text -> text.replace("\n", "\\\\n"),
          "hexadecimal", text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String rsaKey() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return Pem.block("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
  }

  /** Each with the text that leaks. */
  private static Map<Canary, String> canaries() throws GeneralSecurityException {
    var ec = TlsPair.forHost("leak.example").key();
    var rsa = rsaKey();
    var value = "correct/horse+battery==staple";
    return Map.of(
        new Canary(Canary.Kind.GATEWAY_KEY, "EC", Needles.ofPem(ec)), ec,
        new Canary(Canary.Kind.AUTHORITY_KEY, "RSA", Needles.ofPem(rsa)), rsa,
        new Canary(Canary.Kind.VALUE, "value", Needles.ofText(value)), value,
        new Canary(Canary.Kind.TOKEN, "token", Needles.ofText(JWT)), JWT);
  }

  @Test
  void whatLeaksIsFoundInEachPlaceAndForm(@TempDir Path folder) throws Exception {
    var canaries = canaries();
    var scan = new LeakScan(canaries.keySet());
    var expected = new ArrayList<String>();
    for (var canary : canaries.entrySet()) {
      for (var form : FORMS.entrySet()) {
        if (isLeakOfKey(canary.getKey(), form.getKey())) {
          for (Place place : Place.values()) {
            var name = canary.getKey().kind() + "-" + form.getKey().replace(' ', '-');
            var file = folder.resolve(place.file(name));
            var text = form.getValue().apply(canary.getValue());
            Files.writeString(file, WAYS.getOrDefault(place, "%s").formatted(text));
            expected.add(canary.getKey() + " in " + file);
          }
        }
      }
    }

    var result = scan.look(folder, Instant.EPOCH);

    assertThat(WAYS).containsOnlyKeys(Place.values());
    assertThat(result.leaks()).extracting(LeakScan.Leak::toString).containsAll(expected);
    assertThat(expected).hasSize(4 * Place.values().length * FORMS.size() - 20);
  }

  /** Nobody writes a PEM text in hexadecimal: the number itself is another test's. */
  private static boolean isLeakOfKey(Canary canary, String form) {
    return !form.equals("hexadecimal") || canary.origin().length() > 3;
  }

  @Test
  void aPartOfAKeyIsEnough() throws GeneralSecurityException {
    var key = TlsPair.forHost("leak.example").key();
    var scan = new LeakScan(List.of(new Canary(Canary.Kind.GATEWAY_KEY, "k", Needles.ofPem(key))));

    assertThat(scan.in("a line: " + key.lines().toList().get(1))).hasSize(1);
    assertThat(scan.in(key.replace("\n", ""))).as("without lines").hasSize(1);
    assertThat(scan.in("{\"d\": \"" + number(key) + "\"}")).as("hexadecimal").hasSize(1);
  }

  private static String number(String key) {
    var der = Base64.getMimeDecoder().decode(key.replaceAll("-----[^-]+-----", ""));
    return HexFormat.of().formatHex(der, der.length - 32, der.length);
  }

  @Test
  void whatIsPublicIsNoLeak() throws IOException {
    var pair = TlsPair.forHost("leak.example");
    var scan =
        new LeakScan(List.of(new Canary(Canary.Kind.GATEWAY_KEY, "k", Needles.ofPem(pair.key()))));
    var certificate = pair.certificate();

    for (var form : FORMS.values()) {
      assertThat(scan.in(form.apply(certificate))).isEmpty();
    }
    assertThat(scan.in(certificate.replace("\n", ""))).isEmpty();
    assertThat(scan.in("[redacted] Secret/shop/db sha256:abcdef")).isEmpty();
  }

  @Test
  void aSignatureMayBeginAsATokenDoes() {
    var signature = "eyABCDEFGHIJKLMNOPQRSTUVWXYZ";
    var token = Needles.ofText("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzaG9wIn0." + signature);

    assertThat(token).contains(signature);
  }

  @Test
  void filesOfEarlierRunsAndOfOthersAreLeftOut(@TempDir Path folder) throws IOException {
    var scan =
        new LeakScan(
            List.of(new Canary(Canary.Kind.VALUE, "v", Needles.ofText("0123456789abcdef"))));
    Files.writeString(folder.resolve("kube-apiserver.log"), "0123456789abcdef");
    Files.writeString(folder.resolve("control-plane-1.log"), "0123456789abcdef");

    assertThat(scan.look(folder, Instant.EPOCH).leaks()).hasSize(1);
    assertThat(scan.look(folder, Instant.now().plusSeconds(60)).files()).isEmpty();
  }

  @Test
  void aCanarySaysNothingOfItself() {
    var canary =
        new Canary(Canary.Kind.VALUE, "Secret shop/db", Needles.ofText("0123456789abcdef"));

    assertThat(canary).hasToString("VALUE of Secret shop/db");
  }
}
