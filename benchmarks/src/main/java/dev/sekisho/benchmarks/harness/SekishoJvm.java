package dev.sekisho.benchmarks.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM as Sekisho has it, for servers of the benchmarks' own. */
public final class SekishoJvm {

  private SekishoJvm() {}

  /**
   * The command line that runs a class of this JVM's class path with Sekisho's flags, but without
   * its AOT cache, which helps at the start only.
   *
   * @param sekisho {@code ./sekisho} of the checkout whose flags they are
   */
  public static List<String> command(Path sekisho, Class<?> main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + sekisho.resolveSibling("control-plane/jvm.options"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }
}
