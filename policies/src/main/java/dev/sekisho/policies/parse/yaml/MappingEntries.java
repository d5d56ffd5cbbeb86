package dev.sekisho.policies.parse.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the entries of one mapping and reports keys that stand twice. */
final class MappingEntries {

  private final YamlPath path;
  private final List<YamlProblem> problems;
  private final List<YamlNode.Entry> entries = new ArrayList<>();
  private final Map<String, Position> keys = new HashMap<>();

  MappingEntries(YamlPath path, List<YamlProblem> problems) {
    this.path = path;
    this.problems = problems;
  }

  void add(YamlNode.Entry entry) {
    var key = entry.key();
    var first = keys.putIfAbsent(key.text(), key.position());
    if (first != null) {
      problems.add(
          new YamlProblem(
              key.position(),
              path.key(key.text()).toString(),
              "duplicate key, first at line " + first.line()));
    }
    entries.add(entry);
  }

  void addIfAbsent(YamlNode.Entry entry) {
    if (keys.putIfAbsent(entry.key().text(), entry.key().position()) == null) {
      entries.add(entry);
    }
  }

  List<YamlNode.Entry> list() {
    return entries;
  }
}
