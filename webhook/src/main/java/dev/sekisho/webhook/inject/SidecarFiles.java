package dev.sekisho.webhook.inject;

/** Where a sidecar finds its files. */
public final class SidecarFiles {

  /** The folder of what the proxy is started with, and of the documents beside it. */
  public static final String BOOTSTRAP_FOLDER = "/etc/sekisho/bootstrap";

  /** The file in there that the proxy is started with. */
  public static final String BOOTSTRAP = "envoy.json";

  private static final String TOKEN = "token";
  private static final String ROOTS = "root-cert.pem";

  static final String TOKEN_FOLDER = "/var/run/secrets/tokens";
  static final String ROOTS_FOLDER = "/var/run/secrets/sekisho";

  /** The token of the Pod's ServiceAccount for the control plane. */
  public static final String TOKEN_FILE = TOKEN_FOLDER + "/" + TOKEN;

  /** The roots that the control plane's certificate is checked against. */
  public static final String ROOTS_FILE = ROOTS_FOLDER + "/" + ROOTS;

  private SidecarFiles() {}

  static String tokenName() {
    return TOKEN;
  }

  static String rootsName() {
    return ROOTS;
  }
}
