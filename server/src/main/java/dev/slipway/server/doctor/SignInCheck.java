package dev.slipway.server.doctor;

import dev.slipway.core.registry.RegistryFindings;
import dev.slipway.core.registry.RegistryFindings.Remark;
import dev.slipway.core.registry.RegistryHost;
import java.util.stream.Collectors;

/** Registries that Slipway signs in to. */
public final class SignInCheck {
  private SignInCheck() {}

  /** What came of the try, as one finding. */
  public static Finding of(RegistryHost host, RegistryFindings findings) {
    String subject = "registry " + host;
    String says =
        findings.remarks().stream()
            .filter(remark -> remark.well() == findings.well())
            .map(Remark::says)
            .collect(Collectors.joining("; "));
    String next =
        findings.remarks().stream()
            .filter(remark -> !remark.well())
            .map(Remark::next)
            .filter(text -> !text.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return findings.well()
        ? Finding.well(subject, says)
        : Finding.wrong(subject, says, next + "; slipway registries add " + host);
  }
}
