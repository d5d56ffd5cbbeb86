package dev.sekisho.controlplane.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sekisho.webhook.inject.SidecarFiles;
import dev.sekisho.webhook.inject.SidecarInjector;
import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.BootstrapWriter;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.bootstrap.XdsCredential;
import dev.sekisho.xds.bootstrap.XdsTls;
import dev.sekisho.xds.model.sidecar.StatusPorts;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What injected sidecars are started with: the same for all, as their arguments say who they are.
 */
final class SidecarBootstrap {

  /** Each sidecar's arguments have another. */
  private static final String NODE_NAME = "unknown";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private SidecarBootstrap() {}

  static SidecarInjector injector(SidecarSettings settings) {
    return new SidecarInjector(settings.injection(), files(settings));
  }

  /** By name. */
  static SortedMap<String, String> files(SidecarSettings settings) {
    var options =
        new BootstrapOptions(
            ProxyRole.SIDECAR,
            NODE_NAME,
            settings.xdsHost(),
            settings.xdsPort(),
            Optional.of(
                new XdsTls(
                    SidecarFiles.ROOTS_FILE,
                    new XdsCredential.Token(SidecarFiles.TOKEN_FILE),
                    Optional.of(SidecarFiles.BOOTSTRAP_FOLDER))),
            StatusPorts.DEFAULT.admin());
    var files = new TreeMap<String, String>();
    files.put(SidecarFiles.BOOTSTRAP, compact(BootstrapWriter.write(options)));
    BootstrapWriter.secretFiles(options)
        .forEach(
            (path, text) -> files.put(path.substring(path.lastIndexOf('/') + 1), compact(text)));
    return files;
  }

  /** It is stored with every Pod. */
  private static String compact(String json) {
    try {
      return MAPPER.readTree(json).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a bootstrap that isn't JSON", e);
    }
  }
}
