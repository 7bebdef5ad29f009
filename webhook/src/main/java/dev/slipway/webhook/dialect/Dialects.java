package dev.slipway.webhook.dialect;

import dev.slipway.core.source.Forge;

/** The dialect of each forge. */
public final class Dialects {
  private static final Dialect GITHUB = new GitHubDialect();
  private static final Dialect GITLAB = new GitLabDialect();
  private static final Dialect BITBUCKET = new BitbucketDialect();
  private static final Dialect BITBUCKET_SERVER = new BitbucketServerDialect();
  private static final Dialect GITEA = new GiteaDialect();
  private static final Dialect GITEE = new GiteeDialect();
  private static final Dialect PLAIN_GIT = new PlainGitDialect();

  private Dialects() {}

  public static Dialect of(Forge forge) {
    return switch (forge) {
      case GITHUB -> GITHUB;
      case GITLAB -> GITLAB;
      case BITBUCKET -> BITBUCKET;
      case BITBUCKET_SERVER -> BITBUCKET_SERVER;
      case GITEA, FORGEJO -> GITEA;
      case GITEE -> GITEE;
      case GIT -> PLAIN_GIT;
    };
  }
}
