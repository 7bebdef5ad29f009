package dev.slipway.dashboard.api;

import dev.slipway.core.registry.RegistryFindings;
import dev.slipway.core.registry.RegistryFindings.Remark;
import dev.slipway.core.registry.RegistryHost;
import java.util.List;
import java.util.Locale;

/** What came of a try to sign in, as the API tells it. */
record RegistryFindingsView(
    String host,
    boolean well,
    boolean reached,
    String tls,
    String signIn,
    String anonymous,
    List<Remark> remarks) {
  static RegistryFindingsView of(RegistryHost host, RegistryFindings findings) {
    return new RegistryFindingsView(
        host.value(),
        findings.well(),
        findings.reached(),
        word(findings.transport()),
        word(findings.signIn()),
        word(findings.anonymous()),
        findings.remarks());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
