package dev.sekisho.controlplane.keys;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.CertificateProblem;
import dev.sekisho.certs.LoadResult;
import dev.sekisho.certs.RootState;
import dev.sekisho.certs.RootStateFiles;
import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The authority in a data directory: {@code ca/root-cert.pem} with {@code ca/root-key.pem}, which a
 * user may bring. During a rotation {@code ca/rotation.json} has the whole state, in one file so
 * that it is there whole or not at all; the other two follow it, and clients go on to trust {@code
 * ca/root-cert.pem}.
 */
public final class FolderAuthorityStore implements AuthorityStore {

  private static final String ROOT_CERTIFICATE = Authorities.ROOT_CERTIFICATE;
  private static final String ROOT_KEY = "ca/root-key.pem";
  private static final String ROTATION = "ca/rotation.json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> FILES = new TypeReference<>() {};
  private static final String REMEDY =
      "; restore the files, or move the folder away to start with a new root";

  private final DataDirectory directory;
  private final InstantSource clock;

  public FolderAuthorityStore(DataDirectory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public Kept loadOrCreate(Supplier<RootState> first) {
    return directory.exclusively(
        () -> {
          var there = load();
          var state =
              there.orElseGet(
                  () -> {
                    var made = first.get();
                    write(made);
                    return made;
                  });
          return new Kept(Optional.of(versioned(state)), Optional.empty());
        });
  }

  @Override
  public void watch(Listener listener) {
    // A folder is one process's; the commands that use it don't rotate.
  }

  @Override
  public Optional<Versioned> replace(Versioned read, RootState next) {
    return directory.exclusively(
        () -> {
          var unchanged =
              load().map(state -> versioned(state).version().equals(read.version())).orElse(false);
          if (!unchanged) {
            return Optional.empty();
          }
          write(next);
          return Optional.of(versioned(next));
        });
  }

  @Override
  public void restore(RootState state) {
    // Nothing is watched, so that nothing is found to be gone.
  }

  /** Every step changes which roots are trusted, or their order. */
  private static Versioned versioned(RootState state) {
    return new Versioned(state, Integer.toHexString(state.trust().pem().hashCode()));
  }

  private Optional<RootState> load() {
    var rotation = directory.read(ROTATION);
    if (rotation.isPresent()) {
      var state = rotating(rotation.get());
      derive(state); // the process may have ended between the files
      return Optional.of(state);
    }
    var certificate = directory.read(ROOT_CERTIFICATE);
    var key = directory.read(ROOT_KEY);
    if (certificate.isPresent() && key.isPresent()) {
      return Optional.of(RootState.of(stable(certificate.get(), key.get())));
    }
    if (certificate.isPresent() || key.isPresent()) {
      var there = certificate.isPresent() ? ROOT_CERTIFICATE : ROOT_KEY;
      var missing = certificate.isPresent() ? ROOT_KEY : ROOT_CERTIFICATE;
      throw new StartupException(
          INPUT,
          directory.resolve(missing)
              + " is missing, though "
              + there
              + " is there; restore it, or move the folder away to start with a new root");
    }
    return Optional.empty();
  }

  private CertificateAuthority stable(byte[] certificate, byte[] key) {
    return switch (CertificateAuthority.load(certificate, key, clock.instant())) {
      case LoadResult.Loaded<CertificateAuthority>(var authority) -> authority;
      case LoadResult.Refused<CertificateAuthority>(var problems) ->
          throw refused(ROOT_CERTIFICATE, " or its key: ", problems);
    };
  }

  private RootState rotating(byte[] text) {
    var files = new TreeMap<String, byte[]>();
    try {
      JSON.readValue(text, FILES)
          .forEach((name, content) -> files.put(name, content.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) { // its message may quote a key
      throw new StartupException(
          INPUT, directory.resolve(ROTATION) + ": not the JSON that was written there" + REMEDY);
    }
    return switch (RootStateFiles.read(files, clock.instant())) {
      case LoadResult.Loaded<RootState>(var state) -> state;
      case LoadResult.Refused<RootState>(var problems) -> throw refused(ROTATION, ": ", problems);
    };
  }

  private StartupException refused(String file, String what, List<CertificateProblem> problems) {
    return new StartupException(
        INPUT,
        directory.resolve(file)
            + what
            + problems.stream().map(CertificateProblem::toString).collect(Collectors.joining("; "))
            + REMEDY);
  }

  private void write(RootState state) {
    switch (state.phase()) {
      case STABLE -> {
        derive(state);
        directory.delete(ROTATION);
      }
      case STAGED, ACTIVE -> {
        directory.write(ROTATION, json(RootStateFiles.write(state)));
        derive(state);
      }
    }
  }

  private static String json(Map<String, String> files) {
    try {
      return JSON.writeValueAsString(files);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can always be written", e);
    }
  }

  private void derive(RootState state) {
    put(ROOT_KEY, state.current().privateKeyPem());
    put(ROOT_CERTIFICATE, state.trust().pem());
  }

  private void put(String name, String content) {
    var there = directory.read(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    if (!there.equals(Optional.of(content))) {
      directory.write(name, content);
    }
  }

  @Override
  public void close() {}
}
