package dev.sekisho.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a JVM's heap holds after a full collection, which asking for it causes. */
public final class HeapHistogram {

  /** The last line of a class histogram: instances, then bytes. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)");

  /** What the serial collector fills gaps with that it doesn't close each time: no objects. */
  private static final Pattern FILLER =
      Pattern.compile("(?m)^ *[0-9]+: +[0-9]+ +([0-9]+) +\\S*jdk\\.internal\\.vm\\.Filler");

  private HeapHistogram() {}

  /** Bytes of the objects in the heap of that process, a JVM of this JVM's own version. */
  public static long liveBytes(long pid) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return live(output);
  }

  static long live(String histogram) throws IOException {
    var total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IOException("jcmd GC.class_histogram printed no total: " + histogram);
    }
    long fillers =
        FILLER.matcher(histogram).results().mapToLong(r -> Long.parseLong(r.group(1))).sum();
    return Long.parseLong(total.group(1)) - fillers;
  }
}
