package dev.sekisho.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Says where a run was made. */
public final class Machine {

  private Machine() {}

  public static String describe() throws IOException {
    return "%s: %d processors (%s), %d GiB, %s, Java %s."
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            field(Path.of("/proc/cpuinfo"), "model name").replaceAll(" +", " "),
            Math.round(
                Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal").replace(" kB", ""))
                    / (double) (1 << 20)),
            "Linux " + System.getProperty("os.version"),
            Runtime.version());
  }

  private static String field(Path file, String name) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("?");
  }
}
