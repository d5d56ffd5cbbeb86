package dev.sekisho.webhook.inject;

/** Settings that differ in one thing. */
final class Settings {

  private Settings() {}

  static InjectionSettings selection(InjectionSettings s, InjectionSettings.Selection selection) {
    return new InjectionSettings(
        s.version(),
        s.ownNamespace(),
        selection,
        s.images(),
        s.nativeSidecars(),
        s.redirection(),
        s.resources(),
        s.clusterDomain(),
        s.tokenAudience(),
        s.prometheus());
  }

  static InjectionSettings nativeSidecars(InjectionSettings s, NativeSidecars nativeSidecars) {
    return new InjectionSettings(
        s.version(),
        s.ownNamespace(),
        s.selection(),
        s.images(),
        nativeSidecars,
        s.redirection(),
        s.resources(),
        s.clusterDomain(),
        s.tokenAudience(),
        s.prometheus());
  }

  static InjectionSettings redirection(InjectionSettings s, Redirection redirection) {
    return new InjectionSettings(
        s.version(),
        s.ownNamespace(),
        s.selection(),
        s.images(),
        s.nativeSidecars(),
        redirection,
        s.resources(),
        s.clusterDomain(),
        s.tokenAudience(),
        s.prometheus());
  }

  static InjectionSettings resources(InjectionSettings s, ProxyResources resources) {
    return new InjectionSettings(
        s.version(),
        s.ownNamespace(),
        s.selection(),
        s.images(),
        s.nativeSidecars(),
        s.redirection(),
        resources,
        s.clusterDomain(),
        s.tokenAudience(),
        true);
  }
}
