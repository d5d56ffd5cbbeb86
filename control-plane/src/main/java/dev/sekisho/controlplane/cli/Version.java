package dev.sekisho.controlplane.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which version this is. */
final class Version implements IVersionProvider {

  /** From the manifest of the jar. */
  static String text() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"sekisho " + text()};
  }
}
