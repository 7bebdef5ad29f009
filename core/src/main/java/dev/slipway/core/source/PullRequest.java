package dev.slipway.core.source;

/**
 * A pull request, which GitLab calls a merge request; for people to read, except where said.
 *
 * @param sourceBranch may be empty
 * @param targetBranch the branch it is to be merged into; path filters compare with it
 * @param fromFork whether its commits come from a repository that others write to; decides whether
 *     it may be built without asking
 * @param authorId the forge's immutable id of the user who opened it; empty when not told
 * @param head where its commits are fetched
 */
public record PullRequest(
    int number,
    String title,
    String sourceBranch,
    String targetBranch,
    boolean fromFork,
    String authorId,
    Origin head) {}
