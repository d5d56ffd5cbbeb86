package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for canaries in all that a run has left for people to read. */
final class LeakScan {
  /** By so many characters needles are found quickly. */
  private static final int START = 8;

  /** Where something may leak to, by the names of the files that are kept of it. */
  enum Place {
    LOG(".log"),
    READY_LINE(".out"),
    CONFIG_DUMP("-config_dump.json"),
    METRICS("-metrics.txt"),
    DEBUG_PAGE("-decisions.json"),
    BOOTSTRAP("-bootstrap.json"),
    EVENTS("-events.json"),
    CONFIG_MAPS("-configmaps.json"),
    REGISTRATIONS("-registrations.json"),
    ANSWERS("-answers.txt");

    private final String suffix;

    Place(String suffix) {
      this.suffix = suffix;
    }

    String file(String name) {
      return name + suffix;
    }

    static Optional<Place> of(Path file) {
      var name = file.getFileName().toString();
      // Kubernetes' own processes answer for themselves.
      if (name.startsWith("kube-apiserver") || name.startsWith("etcd")) {
        return Optional.empty();
      }
      return List.of(values()).stream().filter(p -> name.endsWith(p.suffix)).findFirst();
    }
  }

  record Leak(Canary canary, Place place, Path file) {
    @Override
    public String toString() {
      return canary + " in " + file;
    }
  }

  /**
   * @param files how many of each place were looked through
   */
  record Result(Set<Leak> leaks, Map<Place, Integer> files, long characters) {}

  private record Needle(String text, Canary canary) {}

  private final Map<Long, List<Needle>> byStart = new HashMap<>();

  /** Rules out nearly all positions at the cost of one look. */
  private final long[] maybe = new long[1 << 14];

  LeakScan(Collection<Canary> canaries) {
    for (Canary canary : canaries) {
      for (String needle : canary.needles()) {
        long start = 0;
        for (int i = 0; i < START; i++) {
          start = (start << 8) | (needle.charAt(i) & 0xff);
        }
        byStart.computeIfAbsent(start, s -> new ArrayList<>()).add(new Needle(needle, canary));
        int bit = bit(start);
        maybe[bit >> 6] |= 1L << bit;
      }
    }
  }

  private static int bit(long start) {
    return (int) ((start * 0x9E3779B97F4A7C15L) >>> 44);
  }

  /** Looks through what was written below that folder since. */
  Result look(Path folder, Instant since) {
    var leaks = new LinkedHashSet<Leak>();
    var files = new EnumMap<Place, Integer>(Place.class);
    long characters = 0;
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        var place = Place.of(file);
        if (place.isPresent() && !Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
          var text = Files.readString(file, StandardCharsets.ISO_8859_1);
          characters += text.length();
          files.merge(place.get(), text.isBlank() ? 0 : 1, Integer::sum);
          in(text).forEach(canary -> leaks.add(new Leak(canary, place.get(), file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Result(leaks, files, characters);
  }

  /** The canaries that show in a text. */
  Set<Canary> in(String text) {
    var found = new LinkedHashSet<Canary>();
    var haystack = Needles.squeezed(text);
    long start = 0;
    for (int i = 0; i < haystack.length(); i++) {
      start = (start << 8) | (haystack.charAt(i) & 0xff);
      int bit = bit(start);
      if ((maybe[bit >> 6] & (1L << bit)) != 0) {
        int at = i - START + 1;
        for (Needle needle : byStart.getOrDefault(start, List.of())) {
          if (at >= 0 && haystack.startsWith(needle.text(), at)) {
            found.add(needle.canary());
          }
        }
      }
    }
    return found;
  }
}
