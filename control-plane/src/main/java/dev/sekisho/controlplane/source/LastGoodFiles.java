package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.controlplane.keys.DataDirectory;
import dev.sekisho.policies.objects.ObjectKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps the last good policies in one file of the data directory. For one thread. */
public final class LastGoodFiles {

  private static final String FILE = "last-good-policies.json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> DATA = new TypeReference<>() {};

  private final Optional<DataDirectory> directory;

  private LastGoodFiles(Optional<DataDirectory> directory) {
    this.directory = directory;
  }

  public LastGoodFiles(DataDirectory directory) {
    this(Optional.of(directory));
  }

  /** Keeps nothing. */
  static LastGoodFiles none() {
    return new LastGoodFiles(Optional.empty());
  }

  void keep(ObjectKey configMap, Map<String, String> data) {
    var content = read();
    content.put(configMap.qualifiedName(), new TreeMap<>(data));
    write(content);
  }

  void drop(ObjectKey configMap) {
    var content = read();
    if (content.remove(configMap.qualifiedName()) != null) {
      write(content);
    }
  }

  Map<ObjectKey, Map<String, String>> all() {
    var all = new HashMap<ObjectKey, Map<String, String>>();
    read()
        .forEach(
            (name, data) -> {
              int slash = name.indexOf('/');
              all.put(
                  new ObjectKey(
                      Kinds.CONFIG_MAP.kind(), name.substring(0, slash), name.substring(slash + 1)),
                  data);
            });
    return all;
  }

  private Map<String, Map<String, String>> read() {
    var bytes = directory.flatMap(d -> d.read(FILE));
    if (bytes.isEmpty()) {
      return new TreeMap<>();
    }
    try {
      var content = new TreeMap<String, Map<String, String>>();
      var stored = JSON.readTree(bytes.get());
      stored.properties().stream()
          .filter(e -> e.getKey().contains("/") && e.getValue().isObject())
          .forEach(e -> content.put(e.getKey(), JSON.convertValue(e.getValue(), DATA)));
      return content;
    } catch (IOException e) {
      // Spoilt: the policies that are there now are read all the same, so start without it.
      return new TreeMap<>();
    }
  }

  private void write(Map<String, Map<String, String>> content) {
    if (directory.isEmpty()) {
      return;
    }
    try {
      directory.get().write(FILE, JSON.writeValueAsString(content));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings can be written as JSON", e);
    }
  }
}
