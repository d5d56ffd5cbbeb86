package dev.sekisho.policies.cel;

/** A JSON patch that can't be applied. Never leaves the package. */
final class PatchFailed extends Exception {

  private static final long serialVersionUID = 1L;

  PatchFailed(String message) {
    super(message);
  }
}
