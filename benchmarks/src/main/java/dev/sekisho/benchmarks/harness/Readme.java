package dev.sekisho.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that results are written into, each kind between marks of its own. */
public final class Readme {

  static final String END = "<!-- end of results -->";

  private Readme() {}

  /** Puts the text between that mark and the next end in the file. */
  public static void update(Path readme, String begin, String markdown) throws IOException {
    Files.writeString(readme, replaced(Files.readString(readme), begin, markdown));
  }

  static String replaced(String readme, String begin, String markdown) {
    int from = readme.indexOf(begin);
    int end = readme.indexOf(END, Math.max(from, 0));
    if (from < 0 || end < 0) {
      throw new IllegalArgumentException("the README lacks the marks around the results: " + begin);
    }
    return readme.substring(0, from + begin.length()) + "\n" + markdown + readme.substring(end);
  }
}
