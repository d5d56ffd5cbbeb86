package dev.sekisho.policies.cel.library;

/** For mutations only: {@code jsonpatch.escapeKey(key)}. */
public final class JsonPatchLibrary {

  public static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .function(
              "jsonpatch.escapeKey",
              "string_jsonpatch_escapeKey_string",
              Kind.STRING,
              Kind.STRING,
              key -> key.replace("~", "~0").replace("/", "~1"))
          .build();

  private JsonPatchLibrary() {}
}
