package dev.slipway.webhook.dialect;

/**
 * Reads what Gitee sends: pushes and pull requests in GitHub's words, what happened to them in its
 * own.
 *
 * @see <a href="https://help.gitee.com/webhook/gitee-webhook-push-data-format">Gitee on what it
 *     sends</a>
 */
final class GiteeReader {
  private GiteeReader() {}

  static ForgeEvent read(String header, Fields payload) {
    String hook = payload.words("hook_name");
    String event = hook.isEmpty() ? header : hook;
    return switch (event) {
      case "push_hooks", "tag_push_hooks", "Push Hook", "Tag Push Hook" ->
          PushPayload.read(event, payload);
      case "merge_request_hooks", "Merge Request Hook" -> pullRequest(event, payload);
      default -> ForgeEvent.unknown(event);
    };
  }

  private static ForgeEvent pullRequest(String event, Fields payload) {
    String action = payload.words("action");
    return switch (action) {
      case "open", "reopen" -> PullRequestPayload.current(event, payload);
      case "update" -> updated(event, payload);
      case "close" -> PullRequestPayload.closed(event, payload, false);
      case "merge" -> PullRequestPayload.closed(event, payload, true);
      default -> ForgeEvent.noNewCommits(event, action);
    };
  }

  private static ForgeEvent updated(String event, Fields payload) {
    return payload.text("action_desc").equals("source_branch_changed")
        ? PullRequestPayload.current(event, payload)
        : ForgeEvent.nothing(
            event, "the pull request's title, labels or target changed, not its commits");
  }
}
