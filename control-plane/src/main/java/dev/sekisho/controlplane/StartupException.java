package dev.sekisho.controlplane;

/** The control plane can't start, or a command can't do its work. The message is for the user. */
public final class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of problem, and with it the exit code. */
  public enum Reason {
    /** Wrong usage or input that can't be read. */
    INPUT(2),
    /** Something that is needed isn't there: a port, a cluster, a tool. */
    UNAVAILABLE(3);

    private final int exitCode;

    Reason(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private final Reason reason;

  /**
   * @param message one line: what is wrong, and what to do about it
   */
  public StartupException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
