package dev.sekisho.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process used so far, by {@code /proc/PID/stat} (proc(5)).
 *
 * @param cpuSeconds of user and system time, in steps of ten milliseconds
 * @param residentBytes of memory, now
 */
public record ProcessUsage(double cpuSeconds, long residentBytes) {

  /** Linux shows times in these, whatever its own clock. */
  private static final double TICKS_PER_SECOND = 100;

  private static final long PAGE_BYTES = 4096;
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int RESIDENT = 21;

  public static ProcessUsage of(long pid) throws IOException {
    return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
  }

  /** The command's name, in parentheses, may hold spaces and parentheses itself. */
  static ProcessUsage parse(String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return new ProcessUsage(
        (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS_PER_SECOND,
        Long.parseLong(fields[RESIDENT]) * PAGE_BYTES);
  }
}
