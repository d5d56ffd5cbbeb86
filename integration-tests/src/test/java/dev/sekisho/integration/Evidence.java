package dev.sekisho.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is shown and kept when a test fails: the ends of the logs, the Envoys' configurations. */
final class Evidence {
  private static final List<ManagedProcess> PROCESSES = new CopyOnWriteArrayList<>();
  private static final List<EnvoyProcess> ENVOYS = new CopyOnWriteArrayList<>();

  private Evidence() {}

  static void add(ManagedProcess process) {
    PROCESSES.add(process);
  }

  static void add(EnvoyProcess envoy) {
    ENVOYS.add(envoy);
  }

  static void remove(ManagedProcess process) {
    PROCESSES.remove(process);
  }

  static void remove(EnvoyProcess envoy) {
    ENVOYS.remove(envoy);
  }

  /** Keeps what something tells of itself; what can't be had any more is said. */
  static void keep(Path logs, String file, Callable<String> page) {
    try {
      Files.writeString(logs.resolve(file), page.call());
    } catch (Exception e) {
      System.out.println("no " + file + " in " + logs + ": " + e);
    }
  }

  /** Shows and keeps everything about the test's own processes that run now. */
  static void keep(String test, Path logs) {
    System.out.println("=== " + test + " failed; logs are in " + logs);
    PROCESSES.stream()
        .filter(process -> process.logsIn(logs))
        .forEach(process -> System.out.println(process.tail()));
    for (var envoy : ENVOYS) {
      var file =
          logs.resolve(test.replaceAll("[^A-Za-z0-9.]+", "-") + "-" + envoy.name() + ".json");
      try {
        Files.writeString(file, envoy.admin("/config_dump?include_eds"));
        System.out.println("configuration of " + envoy.name() + ": " + file);
      } catch (IOException | RuntimeException e) {
        System.out.println("no configuration of " + envoy.name() + ": " + e);
      }
    }
  }
}
