package dev.slipway.server;

import dev.slipway.core.source.Forge;

/** The least that each forge says of an event, in its own words. */
final class Payloads {
  private static final String NOTHING = "0".repeat(40);

  private Payloads() {}

  /** How the forge calls a push. */
  static String pushEvent(Forge forge) {
    return switch (forge) {
      case GITHUB, GITEA, FORGEJO, GIT -> "push";
      case GITLAB, GITEE -> "Push Hook";
      case BITBUCKET -> "repo:push";
      case BITBUCKET_SERVER -> "repo:refs_changed";
    };
  }

  /** A new branch {@code main} at that commit. */
  static String push(Forge forge, String repository, String sha) {
    String text =
        switch (forge) {
          case GITHUB, GITEA, FORGEJO, GIT ->
              """
              {"ref": "refs/heads/main", "before": "NOTHING", "after": "SHA",
               "repository": {"full_name": "OWNER/NAME"},
               "head_commit": {"id": "SHA", "message": "Sell more", "author": {"name": "Ann"}}}
              """;
          case GITLAB ->
              """
              {"object_kind": "push", "event_name": "push", "ref": "refs/heads/main",
               "before": "NOTHING", "after": "SHA", "checkout_sha": "SHA", "user_name": "Ann",
               "project": {"id": 1, "path_with_namespace": "OWNER/NAME"},
               "commits": [{"id": "SHA", "message": "Sell more", "author": {"name": "Ann"}}]}
              """;
          case GITEE ->
              """
              {"hook_name": "push_hooks", "hook_id": 1, "ref": "refs/heads/main",
               "before": "NOTHING", "after": "SHA", "created": true, "deleted": false,
               "repository": {"full_name": "OWNER/NAME", "path_with_namespace": "OWNER/NAME"},
               "head_commit": {"id": "SHA", "message": "Sell more", "author": {"name": "Ann"}}}
              """;
          case BITBUCKET ->
              """
              {"actor": {"display_name": "Ann"}, "repository": {"full_name": "OWNER/NAME"},
               "push": {"changes": [{"created": true, "closed": false, "old": null,
                 "new": {"type": "branch", "name": "main", "target": {"type": "commit",
                   "hash": "SHA", "message": "Sell more", "author": {"raw": "Ann <a@b.c>"}}}}]}}
              """;
          case BITBUCKET_SERVER ->
              """
              {"eventKey": "repo:refs_changed", "actor": {"name": "ann", "displayName": "Ann"},
               "repository": {"slug": "NAME", "project": {"key": "OWNER"}},
               "changes": [{"ref": {"id": "refs/heads/main", "displayId": "main",
                 "type": "BRANCH"}, "refId": "refs/heads/main", "fromHash": "NOTHING",
                 "toHash": "SHA", "type": "ADD"}]}
              """;
        };
    return filled(text, repository, sha);
  }

  /** A pull request number 7 from the branch {@code main} of somebody's fork, on GitHub. */
  static String pullRequestFromFork(String repository, String action, String sha) {
    String text =
        """
        {"action": "ACTION", "number": 7, "repository": {"id": 1, "full_name": "OWNER/NAME"},
         "pull_request": {"number": 7, "title": "Sell hats", "state": "open",
           "user": {"id": 583231, "login": "eve"},
           "head": {"ref": "main", "sha": "SHA", "repo": {"id": 2, "full_name": "eve/NAME"}},
           "base": {"ref": "main", "repo": {"id": 1, "full_name": "OWNER/NAME"}}}}
        """;
    return filled(text.replace("ACTION", action), repository, sha);
  }

  private static String filled(String text, String repository, String sha) {
    int slash = repository.lastIndexOf('/');
    return text.replace("NOTHING", NOTHING)
        .replace("SHA", sha)
        .replace("OWNER", repository.substring(0, slash))
        .replace("NAME", repository.substring(slash + 1));
  }
}
