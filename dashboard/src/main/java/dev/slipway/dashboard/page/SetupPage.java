package dev.slipway.dashboard.page;

import dev.slipway.core.build.Inspection.DockerfileFound;
import dev.slipway.core.build.Inspection.Found;
import dev.slipway.core.build.Inspection.Tree;
import dev.slipway.core.source.Repository;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was detected in a repository, and what somebody wants instead.
 *
 * @param branch that was looked at
 * @param found null while nobody has looked, and where looking failed
 * @param trouble why looking failed; empty when it did not
 * @param host what the service is called where nobody says otherwise
 * @param byHand whether Slipway keeps a pipeline that says more than this page can show
 */
public record SetupPage(
    Repository repository,
    String branch,
    @Nullable Found found,
    String trouble,
    SetupChoice choice,
    String host,
    boolean byHand,
    SentForm form) {

  /** Where to look at the branch. */
  public String look() {
    return Link.to("/repositories/" + repository.id() + "/setup", "look", "1", "branch", branch);
  }

  /** Whether somebody is to look first. */
  public boolean unseen() {
    return found == null && trouble.isEmpty();
  }

  /** The commit that was looked at; null where there is none. */
  public @Nullable Tree tree() {
    return found == null ? null : found.tree();
  }

  /** Whether the repository's own file decides. */
  public boolean fileDecides() {
    Tree tree = tree();
    return tree != null && tree.pipeline() != null && repository.pipeline() == null;
  }

  /** The one that is built. */
  public @Nullable DockerfileFound chosen() {
    Tree tree = tree();
    if (tree == null || tree.dockerfiles().isEmpty()) {
      return null;
    }
    return tree.dockerfiles().stream()
        .filter(each -> each.path().equals(choice.dockerfile()))
        .findFirst()
        .orElse(tree.dockerfiles().getFirst());
  }

  public boolean isChosen(DockerfileFound each) {
    return each.equals(chosen());
  }

  /** What a Dockerfile says, in words. */
  public static String says(DockerfileFound each) {
    if (!each.problem().isEmpty()) {
      return "cannot be read: " + each.problem();
    }
    String ports =
        each.ports().isEmpty()
            ? "no EXPOSE"
            : "EXPOSE "
                + each.ports().stream().map(String::valueOf).collect(Collectors.joining(" "));
    return ports + (each.healthcheck() ? ", HEALTHCHECK" : ", no HEALTHCHECK");
  }

  /** The port that counts where none is written. */
  public static String port(@Nullable DockerfileFound each) {
    return each == null || each.ports().isEmpty() ? "" : each.ports().getFirst().toString();
  }

  /** The first line of the commit's message. */
  public String title() {
    Tree tree = tree();
    return tree == null ? "" : tree.message().lines().findFirst().orElse("");
  }

  /** Which branches there are to choose from. */
  public List<String> branches() {
    return found == null ? List.of(branch) : found.branches();
  }
}
