package dev.sekisho.benchmarks.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM as Sekisho has it, for servers of the benchmarks' own. */
public final class SekishoJvm {

  /** The flags of {@code ./sekisho}, but for its AOT cache, which helps at the start only. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmn64m",
          "-XX:MaxTenuringThreshold=1",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private SekishoJvm() {}

  /** The command line that runs a class of this JVM's class path. */
  public static List<String> command(Class<?> main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }
}
