package dev.slipway.webhook.dialect;

import dev.slipway.core.source.Forge;

/** The dialect of each forge. */
public final class Dialects {
  private static final Dialect GITHUB = new GitHubDialect();

  private Dialects() {}

  public static Dialect of(Forge forge) {
    return switch (forge) {
      case GITHUB, GITLAB, BITBUCKET, BITBUCKET_SERVER, GITEA, FORGEJO, GITEE, GIT -> GITHUB;
    };
  }
}
