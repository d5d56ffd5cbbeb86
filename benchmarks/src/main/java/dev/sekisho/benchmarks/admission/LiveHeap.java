package dev.sekisho.benchmarks.admission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a JVM's heap holds after a full collection. */
final class LiveHeap {

  /** The last line of a class histogram: instances, then bytes. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)");

  private LiveHeap() {}

  static long bytes(long pid) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return total(output);
  }

  static long total(String histogram) throws IOException {
    var matcher = TOTAL.matcher(histogram);
    if (!matcher.find()) {
      throw new IOException("jcmd GC.class_histogram printed no total: " + histogram);
    }
    return Long.parseLong(matcher.group(1));
  }
}
