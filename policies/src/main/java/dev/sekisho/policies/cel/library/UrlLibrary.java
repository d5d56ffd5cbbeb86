package dev.sekisho.policies.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Map;

/** URLs: {@code url("https://example.com:80/")}. */
final class UrlLibrary {

  private static final Kind<Url> URL = Kind.opaque("kubernetes.URL", Url.class);

  @SuppressWarnings({"rawtypes", "unchecked"}) // a class literal can't say of what
  private static final Kind<Map<String, List<String>>> QUERY =
      new Kind<>(
          "query",
          MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)),
          (Class) Map.class);

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .type(URL)
          .function("url", "string_to_url", Kind.STRING, URL, Url::parse)
          .function("isURL", "is_url_string", Kind.STRING, Kind.BOOL, Url::isUrl)
          .method("getScheme", "url_get_scheme", URL, Kind.STRING, Url::scheme)
          .method("getHost", "url_get_host", URL, Kind.STRING, Url::host)
          .method("getHostname", "url_get_hostname", URL, Kind.STRING, Url::hostname)
          .method("getPort", "url_get_port", URL, Kind.STRING, Url::port)
          .method("getEscapedPath", "url_get_escaped_path", URL, Kind.STRING, Url::path)
          .method("getQuery", "url_get_query", URL, QUERY, Url::parameters)
          .build();

  private UrlLibrary() {}
}
