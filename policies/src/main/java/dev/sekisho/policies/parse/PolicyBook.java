package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The policies in force, from ConfigMaps as they come and go. A wrong edit of a ConfigMap leaves
 * its last good version in force. Those of Sekisho's own namespace are platform policies, any other
 * ConfigMap holds policies of its namespace.
 *
 * <p>Not thread-safe: one thread owns it. {@link #policies()} is the same object until the policies
 * in force change, so that a change of anything else never causes a reload.
 */
public final class PolicyBook {

  private final String ownNamespace;
  private final Map<ObjectKey, Entry> entries = new TreeMap<>();
  private Instant now = Instant.MIN;
  private PolicySet all = PolicySet.EMPTY;
  private PolicySet inForce = PolicySet.EMPTY;

  /**
   * @param ownNamespace the namespace that Sekisho runs in
   */
  public PolicyBook(String ownNamespace) {
    this.ownNamespace = ownNamespace;
  }

  /**
   * @param seen the version that the status is about
   * @param good the version in force
   */
  private record Entry(
      PolicyConfigMap seen,
      OtherKinds otherKinds,
      PolicyStatus status,
      Optional<PolicyConfigMap> good,
      List<Policy> policies) {}

  /**
   * Tells what time it is; before the first time no exemption has expired. Between two expiries it
   * costs nothing.
   */
  public void timeIs(Instant instant) {
    boolean back = instant.isBefore(now);
    now = instant;
    if (back || inForce.nextExpiry().filter(expiry -> !instant.isBefore(expiry)).isPresent()) {
      takeForce();
    }
  }

  /** Takes a ConfigMap that is new or may have changed. */
  public PolicyStatus put(PolicyConfigMap configMap) {
    return put(configMap, OtherKinds.REFUSE);
  }

  /**
   * Takes a ConfigMap, or a manifest file as one: its name stands for the file, its only data key
   * is the file's path.
   */
  public PolicyStatus put(PolicyConfigMap configMap, OtherKinds otherKinds) {
    var before = Optional.ofNullable(entries.get(configMap.key()));
    if (before.isPresent()
        && before.get().seen().equals(configMap)
        && before.get().otherKinds() == otherKinds) {
      return before.get().status();
    }
    var entry = read(configMap, otherKinds, before);
    if (entry.status() instanceof PolicyStatus.Ignored ignored && ignored.notes().isEmpty()) {
      entries.remove(configMap.key());
    } else {
      entries.put(configMap.key(), entry);
    }
    refresh();
    return entry.status();
  }

  /**
   * What {@link #put} would do, without doing it.
   *
   * @param status of the ConfigMap
   * @param policies that would be in force then
   */
  public record Preview(PolicyStatus status, PolicySet policies) {}

  /** What would be in force if a ConfigMap were put; nothing changes. */
  public Preview preview(PolicyConfigMap configMap) {
    var key = configMap.key();
    var entry = read(configMap, OtherKinds.REFUSE, Optional.ofNullable(entries.get(key)));
    var others =
        entries.entrySet().stream()
            .filter(other -> !other.getKey().equals(key))
            .flatMap(other -> other.getValue().policies().stream());
    var policies = PolicySet.of(Stream.concat(others, entry.policies().stream()).toList());
    return new Preview(entry.status(), policies.at(now));
  }

  private Entry read(PolicyConfigMap configMap, OtherKinds otherKinds, Optional<Entry> before) {
    boolean own = configMap.namespace().equals(ownNamespace);
    if (!configMap.isLabelled()) {
      var notes = own ? ConfigMapReader.lacksLabel(configMap) : List.<PolicyNote>of();
      return without(configMap, otherKinds, new PolicyStatus.Ignored(notes));
    }
    var content = ConfigMapReader.read(configMap, ownNamespace, otherKinds, now);
    var result = content.result();
    if (result.problems().isEmpty()) {
      return new Entry(
          configMap,
          otherKinds,
          new PolicyStatus.Ok(content.notes()),
          Optional.of(configMap),
          result.policies());
    }
    var good = before.flatMap(Entry::good);
    return new Entry(
        configMap,
        otherKinds,
        new PolicyStatus.Broken(result.problems(), content.notes(), good.isPresent()),
        good,
        before.map(Entry::policies).orElse(List.of()));
  }

  private static Entry without(
      PolicyConfigMap configMap, OtherKinds otherKinds, PolicyStatus status) {
    return new Entry(configMap, otherKinds, status, Optional.empty(), List.of());
  }

  /**
   * Puts a version in force that was good before a restart, ahead of the first {@link #put} of its
   * ConfigMap; without effect after it, and if it isn't good any more. A restored ConfigMap that is
   * gone must be {@link #remove removed} once all are known.
   */
  public PolicyStatus restore(PolicyConfigMap lastGood) {
    return restore(lastGood, OtherKinds.REFUSE);
  }

  /** As {@link #restore(PolicyConfigMap)}, for what was put with {@code otherKinds}. */
  public PolicyStatus restore(PolicyConfigMap lastGood, OtherKinds otherKinds) {
    var present = entries.get(lastGood.key());
    if (present != null) {
      return present.status();
    }
    var entry = read(lastGood, otherKinds, Optional.empty());
    if (entry.good().isPresent()) {
      entries.put(lastGood.key(), entry);
      refresh();
    }
    return entry.status();
  }

  /** Takes note that a ConfigMap is gone, and its policies with it. */
  public void remove(String namespace, String name) {
    entries.remove(new ObjectKey("ConfigMap", namespace, name));
    refresh();
  }

  /** The policies in force, with the exemptions that count now. */
  public PolicySet policies() {
    return inForce;
  }

  /** The state of each ConfigMap that is, or looks like, a policy ConfigMap; a copy. */
  public Map<ObjectKey, PolicyStatus> statuses() {
    var statuses = new TreeMap<ObjectKey, PolicyStatus>();
    entries.forEach((key, entry) -> statuses.put(key, entry.status()));
    return Collections.unmodifiableMap(statuses);
  }

  /** The version of a ConfigMap that is in force: what to keep for {@link #restore}. */
  public Optional<PolicyConfigMap> lastGood(String namespace, String name) {
    return Optional.ofNullable(entries.get(new ObjectKey("ConfigMap", namespace, name)))
        .flatMap(Entry::good);
  }

  private void refresh() {
    var policies = new ArrayList<Policy>();
    entries.values().forEach(entry -> policies.addAll(entry.policies()));
    all = PolicySet.of(policies);
    takeForce();
  }

  private void takeForce() {
    var next = all.at(now);
    if (!next.revision().equals(inForce.revision())) {
      inForce = next;
    }
  }
}
