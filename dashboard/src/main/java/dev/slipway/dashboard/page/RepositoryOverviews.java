package dev.slipway.dashboard.page;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.Builds;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.api.StartedBuilds;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.page.RepositoryOverview.Branch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page on which a repository's branches, builds and deliveries are. Safe for concurrent use.
 */
public final class RepositoryOverviews {
  /** So many builds are looked through for the last one of each branch. */
  private static final int LOOKED_THROUGH = 100;

  private static final int SHOWN = 8;
  private static final int MOST_BRANCHES = 20;

  private final RepositoriesApi api;
  private final Records records;
  private final Templates templates;

  public RepositoryOverviews(RepositoriesApi api, Records records, Templates templates) {
    this.api = api;
    this.records = records;
    this.templates = templates;
  }

  public Answer show(Call call) {
    Repository repository = api.find(call);
    List<Build> builds = newest(repository.id());
    List<Delivery> deliveries =
        records.deliveries().list(repository.id(), new Page.Request(SHOWN, null)).items();
    var model =
        new RepositoryOverview(
            repository,
            branches(repository, builds),
            builds.stream().limit(SHOWN).toList(),
            deliveries,
            StartedBuilds.of(deliveries, records.builds()),
            services(repository.id()));
    Shell shell = templates.shell(repository.name().value(), "repositories", call.caller());
    return Answer.page(200, templates.render("repository", shell, model));
  }

  private List<Build> newest(RepositoryId id) {
    return records
        .builds()
        .list(new Builds.Filter(id, null, null), new Page.Request(LOOKED_THROUGH, null))
        .items();
  }

  private List<Service> services(RepositoryId id) {
    return records.services().all().stream()
        .filter(service -> service.repositoryId().equals(id))
        .toList();
  }

  private List<Branch> branches(Repository repository, List<Build> builds) {
    Map<String, Build> last = new HashMap<>();
    for (Build build : builds) {
      branch(build).ifPresent(name -> last.putIfAbsent(name, build));
    }
    List<Branch> branches = new ArrayList<>();
    branches.add(new Branch(repository.defaultBranch(), last.remove(repository.defaultBranch())));
    last.entrySet().stream()
        .map(each -> new Branch(each.getKey(), each.getValue()))
        .sorted(Comparator.comparing(RepositoryOverviews::queued).reversed())
        .forEach(branches::add);
    records.deliveries().heads(repository.id()).keySet().stream()
        .flatMap(ref -> ref.branch().stream())
        .filter(name -> branches.stream().noneMatch(known -> known.name().equals(name)))
        .sorted()
        .forEach(name -> branches.add(new Branch(name, null)));
    return branches.stream().limit(MOST_BRANCHES).toList();
  }

  private static Instant queued(Branch branch) {
    Build last = branch.last();
    return last == null ? Instant.MIN : last.request().queuedAt();
  }

  /** A pull request's builds are of no branch of the repository. */
  private static Optional<String> branch(Build build) {
    GitRef ref = build.request().ref();
    return build.request().pullRequest() == null ? ref.branch() : Optional.empty();
  }
}
