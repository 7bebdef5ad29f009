package dev.slipway.webhook.forge;

import dev.slipway.core.Secret;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryId;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Makes fresh secrets for the webhook of one repository. */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private final String name;

  Secrets(RepositoryId repository) {
    this.name = "webhook secret of " + repository;
  }

  /** Those to try, the best first: GitLab signs if it can, with a key of its own form. */
  List<Secret> inOrder(Forge forge) {
    return forge == Forge.GITLAB ? List.of(signing(), plain()) : List.of(plain());
  }

  Secret plain() {
    return new Secret(name, Base64.getUrlEncoder().withoutPadding().encodeToString(random()));
  }

  /** See <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>. */
  private Secret signing() {
    return new Secret(name, GitLabHooks.SIGNING + Base64.getEncoder().encodeToString(random()));
  }

  private static byte[] random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
