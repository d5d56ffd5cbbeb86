package dev.sekisho.policies.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.TypeParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The extended lists of CEL: {@code distinct}, {@code flatten}, {@code lists.range}, {@code
 * reverse}, {@code slice}, {@code sort}, and what the macro {@code sortBy} calls. Those of the
 * library for Java order strings by UTF-16 units, know no bounds, and can't sort what has no type.
 */
final class MoreListsLibrary {

  /** No name that anybody could write. */
  static final String SORT_BY_KEYS = "@sortByKeys";

  private static final int MOST_ELEMENTS = 1_000_000;
  private static final Kind<List<Object>> ANYTHING = Kind.listOf(Kind.ANY);
  private static final Kind<List<Object>> DYNAMIC = Kind.listOf(Kind.DYN);
  private static final Kind<List<Object>> LISTS = Kind.listOf(ANYTHING);
  private static final Kind<List<Object>> KEYS =
      Kind.listOf(new Kind<>("key", TypeParamType.create("U"), Object.class));

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .method(
              "slice",
              "list_slice",
              ANYTHING,
              Kind.INT,
              Kind.INT,
              ANYTHING,
              MoreListsLibrary::slice)
          .method("flatten", "list_flatten", LISTS, ANYTHING, list -> flat(list, 1))
          .method(
              "flatten", "list_flatten_int", DYNAMIC, Kind.INT, DYNAMIC, MoreListsLibrary::flatten)
          .method("distinct", "list_distinct", ANYTHING, ANYTHING, MoreListsLibrary::distinct)
          .method("reverse", "list_reverse", ANYTHING, ANYTHING, List::reversed)
          .method(
              "sort",
              "list_%s_sort",
              ListsLibrary.COMPARABLE,
              Kind::listOf,
              list -> list.stream().sorted(Values.ORDER).toList())
          .function(
              SORT_BY_KEYS,
              "list_sort_by_keys",
              ANYTHING,
              KEYS,
              ANYTHING,
              MoreListsLibrary::sortedBy)
          .function(
              "lists.range",
              "lists_range",
              Kind.INT,
              new Kind<>("ints", ListType.create(Kind.INT.type()), List.class),
              MoreListsLibrary::range)
          .build();

  private MoreListsLibrary() {}

  private static List<Object> slice(List<Object> list, long start, long end) {
    if (start < 0 || start > end || end > list.size()) {
      throw new IllegalArgumentException("cannot slice(" + start + ", " + end + ") this list");
    }
    return list.subList((int) start, (int) end);
  }

  private static List<Object> flatten(List<Object> list, long depth) {
    if (depth < 0) {
      throw new IllegalArgumentException("level must be non-negative");
    }
    return flat(list, depth);
  }

  private static List<Object> flat(List<?> list, long depth) {
    var flat = new ArrayList<Object>();
    for (Object element : list) {
      if (element instanceof List<?> inner && depth > 0) {
        flat.addAll(flat(inner, depth - 1));
      } else {
        flat.add(element);
      }
    }
    return flat;
  }

  private static List<Object> distinct(List<Object> list) {
    var distinct = new ArrayList<Object>();
    var seen = new Values.Seen();
    for (Object element : list) {
      if (seen.add(element)) {
        distinct.add(element);
      }
    }
    return distinct;
  }

  private static List<Object> sortedBy(List<Object> list, List<Object> keys) {
    return IntStream.range(0, list.size())
        .boxed()
        .sorted((a, b) -> Values.ORDER.compare(keys.get(a), keys.get(b)))
        .map(list::get)
        .toList();
  }

  private static List<Long> range(long end) {
    if (end > MOST_ELEMENTS) {
      throw new IllegalArgumentException("a list of more than " + MOST_ELEMENTS + " elements");
    }
    return LongStream.range(0, end).boxed().toList();
  }
}
