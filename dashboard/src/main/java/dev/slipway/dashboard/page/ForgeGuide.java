package dev.slipway.dashboard.page;

import dev.slipway.core.source.Forge;
import java.util.Arrays;
import java.util.List;

/**
 * What a person has to do at a forge, in its own words.
 *
 * @param token which token connects an account, and what it must be allowed
 * @param webhook how to install a webhook by hand
 */
public record ForgeGuide(Forge forge, String token, String webhook) {
  /** Those that have accounts to connect. */
  public static List<ForgeGuide> all() {
    return Arrays.stream(Forge.values())
        .filter(forge -> forge != Forge.GIT)
        .map(ForgeGuide::of)
        .toList();
  }

  public static ForgeGuide of(Forge forge) {
    return switch (forge) {
      case GITHUB ->
          new ForgeGuide(
              forge,
              "A fine-grained personal access token for the repositories that you want, with these"
                  + " permissions: Contents and Metadata to read; Webhooks, Commit statuses,"
                  + " Deployments and Pull requests to read and write. A classic token needs the"
                  + " scopes repo and admin:repo_hook.",
              "Settings, Webhooks, Add webhook. Content type application/json. Choose individual"
                  + " events: Pushes and Pull requests.");
      case GITLAB ->
          new ForgeGuide(
              forge,
              "A personal, group or project access token with the scope api, of somebody who is"
                  + " Maintainer: only Maintainers may install webhooks.",
              "Settings, Webhooks, Add new webhook. The secret goes into Secret token. Trigger:"
                  + " Push events, Tag push events, Merge request events.");
      case BITBUCKET ->
          new ForgeGuide(
              forge,
              "A token with the scopes account:read, repository:write, pullrequest:write and"
                  + " webhook. An access token as it is; an API token of a user as EMAIL:TOKEN.",
              "Repository settings, Webhooks, Add webhook. Triggers: Repository push, and of pull"
                  + " requests Created, Updated, Merged and Declined.");
      case BITBUCKET_SERVER ->
          new ForgeGuide(
              forge,
              "An HTTP access token with the permission Repository admin: only administrators may"
                  + " install webhooks.",
              "Repository settings, Webhooks, Create webhook. Events: Repository push, and of pull"
                  + " requests Opened, Source branch updated, Modified, Merged, Declined and"
                  + " Deleted.");
      case GITEA, FORGEJO ->
          new ForgeGuide(
              forge,
              "An access token with the scopes read:user, write:repository and write:issue, of"
                  + " somebody who administers the repositories.",
              "Settings, Webhooks, Add webhook, %s. Method POST, content type application/json."
                      .formatted(Show.forge(forge))
                  + " Custom events: Push, Delete, Pull request, Pull request synchronized.");
      case GITEE ->
          new ForgeGuide(
              forge,
              "A personal access token with the scopes user_info, projects, pull_requests, hook and"
                  + " notes.",
              "Manage, WebHooks, Add. Enter the secret as the signing key. Events: Push, Tag push,"
                  + " Pull request.");
      case GIT ->
          new ForgeGuide(
              forge,
              "",
              "Run `slipway hook REPOSITORY > post-receive` and put the file into the bare"
                  + " repository's hooks folder, executable.");
    };
  }
}
