package dev.slipway.deployer;

import dev.slipway.core.Secret;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.masking.Masking;
import dev.slipway.core.secret.SecretVersion;
import dev.slipway.core.secret.Secrets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The secrets that a release runs with, for as long as it is rolled out.
 *
 * @param values by name
 * @param lost the versions that are no longer kept
 * @param masking hides the values in what its containers print
 */
record Disclosed(Map<String, Secret> values, List<SecretVersion> lost, Masking masking) {
  static Disclosed of(Release release, Secrets secrets) {
    Map<String, Secret> values = new HashMap<>();
    List<SecretVersion> lost = new ArrayList<>();
    for (SecretVersion version : release.content().secrets().values()) {
      secrets
          .reveal(version)
          .ifPresentOrElse(value -> values.put(version.name(), value), () -> lost.add(version));
    }
    return new Disclosed(values, lost, Masking.of(values.values()));
  }
}
