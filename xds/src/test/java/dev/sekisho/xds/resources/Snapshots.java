package dev.sekisho.xds.resources;

import com.google.common.base.Splitter;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;

/** Snapshots from texts such as {@code "CDS a=1 b=1, EDS a=1"}. */
public final class Snapshots {
  private Snapshots() {}

  public static ResourceSnapshot of(String text) {
    return of(text, "r");
  }

  public static ResourceSnapshot of(String text, String revision) {
    var resources = new EnumMap<ResourceType, List<EncodedResource>>(ResourceType.class);
    for (var part : Splitter.on(',').trimResults().omitEmptyStrings().split(text)) {
      var words = Splitter.on(' ').splitToList(part);
      var ofType = resources.computeIfAbsent(type(words.getFirst()), t -> new ArrayList<>());
      words.stream().skip(1).map(Snapshots::resource).forEach(ofType::add);
    }
    return ResourceSnapshot.of(resources, revision);
  }

  public static ResourceType type(String shortName) {
    return Arrays.stream(ResourceType.values())
        .filter(type -> type.shortName().equals(shortName))
        .findFirst()
        .orElseThrow();
  }

  private static EncodedResource resource(String text) {
    var parts = Splitter.on('=').splitToList(text);
    return new EncodedResource(parts.getFirst(), parts.getLast(), ByteString.copyFromUtf8(text));
  }
}
