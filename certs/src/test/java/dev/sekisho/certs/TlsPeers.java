package dev.sekisho.certs;

import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;

/**
 * A TLS server that requires a client certificate and a client, joined by buffers.
 *
 * @param clientRoots what the server trusts
 * @param serverRoots what the client trusts
 */
record TlsPeers(
    TrustBundle clientRoots,
    TrustBundle serverRoots,
    IssuedCertificate server,
    Optional<IssuedCertificate> client) {
  private static final int BUFFER = 1 << 16;
  private static final int MAX_STEPS = 100;

  /** The server's session once both sides are done; a host that isn't empty is checked. */
  SSLSession shake(String host, String protocol) throws Exception {
    var serving = context(clientRoots, Optional.of(server)).createSSLEngine();
    serving.setUseClientMode(false);
    serving.setNeedClientAuth(true);
    serving.setEnabledProtocols(new String[] {protocol});
    var calling = context(serverRoots, client).createSSLEngine(host, 443);
    calling.setUseClientMode(true);
    if (!host.isEmpty()) {
      var parameters = calling.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      calling.setSSLParameters(parameters);
    }
    var toServer = ByteBuffer.allocate(BUFFER);
    var toClient = ByteBuffer.allocate(BUFFER);
    for (var i = 0; i < MAX_STEPS; i++) {
      step(calling, toClient, toServer);
      step(serving, toServer, toClient);
      if (isDone(calling) && isDone(serving) && toServer.position() == 0) {
        return serving.getSession();
      }
    }
    throw new SSLException("no end of the handshake");
  }

  private static boolean isDone(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    var sink = ByteBuffer.allocate(BUFFER);
    in.flip();
    if (in.hasRemaining()) {
      engine.unwrap(in, sink);
    }
    in.compact();
    runTasks(engine);
    engine.wrap(ByteBuffer.allocate(0), out);
    runTasks(engine);
  }

  private static void runTasks(SSLEngine engine) {
    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private static SSLContext context(TrustBundle trusted, Optional<IssuedCertificate> own)
      throws Exception {
    var roots = emptyStore();
    for (var root : trusted.roots()) {
      roots.setCertificateEntry(root.getSerialNumber().toString(), root);
    }
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(roots);
    var context = SSLContext.getInstance("TLS");
    context.init(
        own.isPresent() ? keys(own.get()) : new KeyManager[0], trust.getTrustManagers(), null);
    return context;
  }

  private static KeyManager[] keys(IssuedCertificate own) throws Exception {
    var store = emptyStore();
    store.setKeyEntry("own", own.privateKey(), new char[0], own.chainArray());
    // SunX509 shows its certificate whatever it is; the newer one would hold back unfit ones.
    var keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, new char[0]);
    return keys.getKeyManagers();
  }

  private static KeyStore emptyStore() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
