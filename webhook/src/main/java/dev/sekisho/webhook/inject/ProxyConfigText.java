package dev.sekisho.webhook.inject;

import dev.sekisho.policies.parse.yaml.YamlNode;
import dev.sekisho.policies.parse.yaml.YamlNode.Mapping;
import dev.sekisho.policies.parse.yaml.YamlNode.Scalar;
import dev.sekisho.policies.parse.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the annotation {@code proxy.istio.io/config} says, in YAML or JSON, of what is honoured of
 * it. Anything else in it is a problem: it would be without effect.
 *
 * @param concurrency 0 to 1000
 * @param drainSeconds 1 to an hour
 * @param terminationSeconds at most an hour
 * @see <a
 *     href="https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig">ProxyConfig</a>
 */
record ProxyConfigText(
    OptionalInt concurrency,
    OptionalInt drainSeconds,
    OptionalInt terminationSeconds,
    Optional<Boolean> hold,
    List<String> problems) {

  static final ProxyConfigText NONE =
      new ProxyConfigText(
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          List.of());

  private static final String KNOWN =
      "concurrency, drainDuration, terminationDrainDuration and holdApplicationUntilProxyStarts";
  private static final int MOST_WORKERS = 1_000;
  private static final int LONGEST = 3_600;
  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d{1,3})h)?(?:(\\d{1,4})m)?(?:(\\d{1,6})s)?");

  ProxyConfigText {
    problems = List.copyOf(problems);
  }

  static ProxyConfigText of(String text) {
    var documents = YamlText.read(text);
    if (documents.isEmpty()) {
      return NONE;
    }
    var document = documents.getFirst();
    if (documents.size() > 1
        || !document.problems().isEmpty()
        || !(document.root().orElseThrow() instanceof Mapping mapping)) {
      return refused("YAML with " + KNOWN);
    }
    var read = NONE;
    for (var entry : mapping.entries()) {
      read = read.with(entry);
    }
    return read;
  }

  private static ProxyConfigText refused(String expected) {
    return new ProxyConfigText(
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        List.of(expected));
  }

  private ProxyConfigText with(YamlNode.Entry entry) {
    var text = entry.value() instanceof Scalar scalar ? scalar.text() : "";
    return switch (entry.key().text()) {
      case "concurrency" -> {
        var number = number(text, MOST_WORKERS);
        yield number.isPresent()
            ? new ProxyConfigText(number, drainSeconds, terminationSeconds, hold, problems)
            : wrong("concurrency: a number from 0 to " + MOST_WORKERS);
      }
      case "drainDuration" -> {
        var seconds = seconds(text);
        yield seconds.isPresent() && seconds.getAsInt() > 0
            ? new ProxyConfigText(concurrency, seconds, terminationSeconds, hold, problems)
            : wrong("drainDuration: as in 45s, at most 1h");
      }
      case "terminationDrainDuration" -> {
        var seconds = seconds(text);
        yield seconds.isPresent()
            ? new ProxyConfigText(concurrency, drainSeconds, seconds, hold, problems)
            : wrong("terminationDrainDuration: as in 5s, at most 1h");
      }
      case "holdApplicationUntilProxyStarts" ->
          text.equals("true") || text.equals("false")
              ? new ProxyConfigText(
                  concurrency,
                  drainSeconds,
                  terminationSeconds,
                  Optional.of(text.equals("true")),
                  problems)
              : wrong("holdApplicationUntilProxyStarts: true or false");
      default -> wrong("nothing but " + KNOWN);
    };
  }

  private ProxyConfigText wrong(String expected) {
    var more = new ArrayList<>(problems);
    more.add(expected);
    return new ProxyConfigText(concurrency, drainSeconds, terminationSeconds, hold, more);
  }

  private static OptionalInt number(String text, int most) {
    return text.matches("\\d{1,6}") && Integer.parseInt(text) <= most
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static OptionalInt seconds(String text) {
    var form = DURATION.matcher(text);
    if (text.isEmpty() || !form.matches()) {
      return OptionalInt.empty();
    }
    int seconds = 0;
    for (int group = 1; group <= 3; group++) {
      seconds =
          seconds * 60 + (form.group(group) == null ? 0 : Integer.parseInt(form.group(group)));
    }
    return seconds <= LONGEST ? OptionalInt.of(seconds) : OptionalInt.empty();
  }
}
