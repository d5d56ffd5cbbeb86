package dev.sekisho.controlplane.cli;

import java.util.Arrays;

/**
 * The program {@code sekisho} where a file names its JVM as the interpreter ({@code #!}), as in the
 * image, which has no shell: the kernel puts that file's path before the arguments.
 */
public final class ScriptMain {

  private ScriptMain() {}

  public static void main(String[] args) {
    Main.main(Arrays.copyOfRange(args, 1, args.length));
  }
}
