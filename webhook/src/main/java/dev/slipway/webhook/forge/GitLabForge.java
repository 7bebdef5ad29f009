package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.models.CommitStatusFilter;
import org.gitlab4j.api.models.Note;
import org.gitlab4j.models.Constants.CommitBuildState;
import org.gitlab4j.models.Constants.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * GitLab. Users, statuses and comments go through GitLab4J; lists by page, and webhooks, which have
 * a signing key that it does not know of, are asked for directly. GitLab's records of deployments
 * want a branch, which is not known here, and its webhooks redeliver one by one and by hand only.
 *
 * @see <a href="https://docs.gitlab.com/api/rest/">GitLab's REST API</a>
 */
final class GitLabForge implements ForgeApi {
  private static final int LONGEST_DESCRIPTION = 255;
  private static final int PER_PAGE = 100;
  private static final int MOST_PAGES = 10;

  private final ForgeClient client;
  private final GitLabApi library;
  private final GitLabHooks book;
  private final Hooks hooks;
  private final GitLabProjects projects;
  private volatile @Nullable User me;

  GitLabForge(ForgeClient client) {
    this.client = client;
    this.library = library(client);
    this.book = new GitLabHooks(client);
    this.hooks = new Hooks(book);
    this.projects = new GitLabProjects(client);
  }

  private static GitLabApi library(ForgeClient client) {
    String api = client.site().api().toString();
    String host = api.substring(0, api.length() - "/api/v4".length());
    return new GitLabApi(
        GitLabApi.ApiVersion.V4,
        host,
        TokenType.OAUTH2_ACCESS,
        client.site().token().reveal(),
        null,
        Map.of(GitLabTransport.CLIENT, client));
  }

  @Override
  public User user() throws ForgeException {
    User user =
        client.through(
            "say whose token it is",
            () -> {
              var current = library.getUserApi().getCurrentUser();
              return new User(Long.toString(current.getId()), current.getUsername());
            });
    me = user;
    return user;
  }

  private String ownId() throws ForgeException {
    User user = me;
    return (user == null ? user() : user).id();
  }

  @Override
  public Listing repositories(String query, @Nullable String page) throws ForgeException {
    return projects.list(query, page);
  }

  @Override
  public ForgeRepository repository(RepositoryName name) throws ForgeException {
    return projects.one(name);
  }

  /**
   * {@inheritDoc} A secret of the form {@code whsec_BASE64} is a key to sign with: it is refused by
   * a GitLab that cannot, which leaves no webhook behind.
   */
  @Override
  public String installHook(RepositoryName name, Hook hook) throws ForgeException {
    return hooks.install(name, hook);
  }

  @Override
  public CheckedHook repairHook(RepositoryName name, String hookId, Hook hook)
      throws ForgeException {
    return hooks.repair(name, hookId, hook);
  }

  @Override
  public void removeHook(RepositoryName name, String hookId) throws ForgeException {
    book.remove(name, hookId);
  }

  @Override
  public void setStatus(RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    String what = "set the status of " + name + " at " + commit.abbreviated();
    CommitBuildState wanted = state(status.state());
    var ours =
        new org.gitlab4j.api.models.CommitStatus()
            .withName(status.context())
            .withDescription(Shortened.text(status.description(), LONGEST_DESCRIPTION))
            .withTargetUrl(status.target().toString());
    try {
      client.through(
          what,
          () -> library.getCommitsApi().addCommitStatus(name.value(), commit.hex(), wanted, ours));
    } catch (ForgeException e) {
      if (!staysAsItIs(e) || !isAlready(what, name, commit, status.context(), wanted)) {
        throw e;
      }
    }
  }

  /** GitLab refuses to set the state that a status has already. */
  private static boolean staysAsItIs(ForgeException e) {
    return e.kind() == Kind.REFUSED
        && String.valueOf(e.getMessage()).contains("Cannot transition status");
  }

  private boolean isAlready(
      String what, RepositoryName name, CommitSha commit, String context, CommitBuildState wanted)
      throws ForgeException {
    List<org.gitlab4j.api.models.CommitStatus> there =
        client.through(
            what,
            () ->
                library
                    .getCommitsApi()
                    .getCommitStatuses(
                        name.value(),
                        commit.hex(),
                        new CommitStatusFilter().withName(context),
                        1,
                        PER_PAGE));
    return there.stream().anyMatch(status -> wanted.toValue().equals(status.getStatus()));
  }

  private static CommitBuildState state(CommitStatus.State state) {
    return switch (state) {
      case QUEUED -> CommitBuildState.PENDING;
      case RUNNING -> CommitBuildState.RUNNING;
      case SUCCEEDED -> CommitBuildState.SUCCESS;
      case FAILED, ERROR -> CommitBuildState.FAILED;
      case CANCELED -> CommitBuildState.CANCELED;
    };
  }

  @Override
  public void comment(RepositoryName name, int pullRequest, String marker, String markdown)
      throws ForgeException {
    String what = "comment on merge request " + pullRequest + " of " + name;
    String text = Marker.HTML.mark(marker, markdown);
    Optional<Long> there = find(what, name, pullRequest, Marker.HTML.hidden(marker));
    client.through(
        what,
        () ->
            there.isPresent()
                ? library
                    .getNotesApi()
                    .updateMergeRequestNote(name.value(), (long) pullRequest, there.get(), text)
                : library
                    .getNotesApi()
                    .createMergeRequestNote(name.value(), (long) pullRequest, text, null, false));
  }

  private Optional<Long> find(String what, RepositoryName name, int mergeRequest, String hidden)
      throws ForgeException {
    String author = ownId();
    for (int page = 1; page <= MOST_PAGES; page++) {
      int number = page;
      List<Note> notes =
          client.through(
              what,
              () ->
                  library
                      .getNotesApi()
                      .getMergeRequestNotes(name.value(), (long) mergeRequest, number, PER_PAGE));
      for (Note note : notes) {
        if (Objects.toString(note.getAuthor().getId()).equals(author)
            && String.valueOf(note.getBody()).contains(hidden)) {
          return Optional.of(note.getId());
        }
      }
      if (notes.size() < PER_PAGE) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  @Override
  public int redeliverFailed(RepositoryName name, String hookId, Instant since) {
    return 0;
  }

  @Override
  public @Nullable String deployment(
      RepositoryName name, @Nullable String forgeId, ForgeDeployment deployment) {
    return null;
  }
}
