package dev.sekisho.policies.cel.library;

/**
 * Ours: {@code image(string)} with {@code registry}, {@code repository}, {@code tag}, {@code
 * digest}.
 */
final class ImageLibrary {

  /** A map to expressions, so that its parts are fields: {@code image(c.image).registry}. */
  static final Kind<java.util.Map<String, String>> IMAGE = ImageName.KIND;

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .type(IMAGE)
          .function(
              "image",
              "string_to_image",
              Kind.STRING,
              IMAGE,
              text -> ImageName.parse(text).fields())
          .function(
              "isImage",
              "is_image_string",
              Kind.STRING,
              Kind.BOOL,
              text -> ImageName.tryParse(text).isPresent())
          .build();

  private ImageLibrary() {}
}
