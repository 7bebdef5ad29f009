package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.CommentBook.Talk;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A forge, put together from the books that it keeps; here is what is the same for all of them. */
final class ConnectedForge implements ForgeApi {
  private final Site site;
  private final TokenUser me;
  private final RepositoryBook repositories;
  private final HookBook hookBook;
  private final Hooks hooks;
  private final StatusBook statuses;
  private final Comments comments;

  ConnectedForge(
      Site site,
      TokenUser me,
      RepositoryBook repositories,
      HookBook hooks,
      StatusBook statuses,
      CommentBook comments) {
    this.site = site;
    this.me = me;
    this.repositories = repositories;
    this.hookBook = hooks;
    this.hooks = new Hooks(hooks);
    this.statuses = statuses;
    this.comments = new Comments(comments);
  }

  @Override
  public User user() throws ForgeException {
    return me.ask();
  }

  @Override
  public Listing repositories(String query, @Nullable String page) throws ForgeException {
    Listing listing = repositories.list(query, page);
    return new Listing(
        DockerfileSearch.mark(listing.repositories(), this::hasDockerfile), listing.next());
  }

  @Override
  public ForgeRepository repository(RepositoryName name) throws ForgeException {
    String what = "show the repository " + name;
    ForgeRepository repository =
        repositories
            .read(what, name)
            .orElseThrow(() ->
                Trouble.unavailable("what came back is no repository", null)
                    .during(site.name(), what));
    return DockerfileSearch.markOne(repository, this::hasDockerfile);
  }

  private boolean hasDockerfile(ForgeRepository repository) throws ForgeException {
    return repositories.hasDockerfile("say what is in " + repository.name(), repository);
  }

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
    hookBook.remove(name, hookId);
  }

  @Override
  public int redeliverFailed(RepositoryName name, String hookId, Instant since)
      throws ForgeException {
    return hookBook.redeliverFailed(name, hookId, since);
  }

  @Override
  public void setStatus(RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    String what = "set the status of " + name + " at " + commit.abbreviated();
    statuses.set(what, name, commit, status);
  }

  @Override
  public @Nullable String deployment(
      RepositoryName name, @Nullable String forgeId, ForgeDeployment deployment)
      throws ForgeException {
    return statuses.deployment(name, forgeId, deployment);
  }

  @Override
  public void comment(RepositoryName name, int pullRequest, String marker, String markdown)
      throws ForgeException {
    String what = "comment on " + site.pullRequest() + " " + pullRequest + " of " + name;
    comments.write(new Talk(what, name, pullRequest), me.id(), marker, markdown);
  }
}
