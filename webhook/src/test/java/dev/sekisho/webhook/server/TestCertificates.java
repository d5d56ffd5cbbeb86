package dev.sekisho.webhook.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Self-signed key pairs for 127.0.0.1, made by the JDK's own keytool. */
final class TestCertificates {

  private static final String PASSWORD = "changeit";

  private TestCertificates() {}

  /**
   * @param algorithm EC or RSA
   */
  static ServingKeyPair make(String commonName, String algorithm) {
    try {
      Path folder = Files.createTempDirectory("sekisho-keys");
      Path store = folder.resolve("store.p12");
      try {
        keytool(commonName, algorithm, store);
        return read(store);
      } finally {
        Files.deleteIfExists(store);
        Files.delete(folder);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("can't make a test certificate", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(String commonName, String algorithm, Path store)
      throws IOException, InterruptedException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var process =
        new ProcessBuilder(
                List.of(
                    keytool,
                    "-genkeypair",
                    "-alias",
                    "serving",
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=" + commonName,
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool failed: " + output);
    }
  }

  private static ServingKeyPair read(Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    Certificate certificate = store.getCertificate("serving");
    Key key = store.getKey("serving", PASSWORD.toCharArray());
    return new ServingKeyPair(
        pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key.getEncoded()));
  }

  private static String pem(String type, byte[] der) {
    var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, base64, type);
  }

  /** A client's settings that trust these pairs. */
  static SSLContext trusting(ServingKeyPair... pairs) {
    return context(null, pairs);
  }

  /** A client's settings that show the first pair and trust the others. */
  static SSLContext showing(ServingKeyPair own, ServingKeyPair... pairs) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(der(own.privateKeyPem())));
      var chain = new Certificate[] {certificate(own)};
      store.setKeyEntry("own", key, new char[0], chain);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      return context(keys.getKeyManagers(), pairs);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("can't show a test certificate", e);
    }
  }

  private static byte[] der(String pem) {
    return Base64.getDecoder().decode(pem.replaceAll("-----[^-]+-----|\\s", ""));
  }

  private static Certificate certificate(ServingKeyPair pair) throws GeneralSecurityException {
    var der = new ByteArrayInputStream(der(pair.certificateChainPem()));
    return CertificateFactory.getInstance("X.509").generateCertificate(der);
  }

  private static SSLContext context(KeyManager @Nullable [] own, ServingKeyPair... pairs) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null);
      for (int i = 0; i < pairs.length; i++) {
        store.setCertificateEntry("trusted" + i, certificate(pairs[i]));
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(own, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("can't trust a test certificate", e);
    }
  }
}
