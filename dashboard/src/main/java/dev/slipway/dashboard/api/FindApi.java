package dev.slipway.dashboard.api;

import dev.slipway.core.Page;
import dev.slipway.core.access.Principal;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.Builds;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds things by some words of their names. Safe for concurrent use. */
public final class FindApi {
  /** More are no help to whoever chooses one. */
  private static final int MOST = 20;

  /** In how many of the newest builds is looked. */
  private static final Page.Request NEWEST = new Page.Request(Page.Request.MOST, null);

  private final Records records;

  public FindApi(Records records) {
    this.records = records;
  }

  /** Repositories, services, and the newest builds that fit {@code q}, the best first. */
  public Answer find(Call call) {
    Wanted wanted = new Wanted(call.query("q").orElse(""));
    Principal caller = call.caller().principal();
    List<Found> best =
        Stream.of(repositories(wanted, caller), services(wanted, caller), builds(wanted, caller))
            .flatMap(found -> found)
            .filter(found -> found.rank > 0)
            .sorted(Comparator.comparingInt((Found found) -> found.rank).reversed())
            .limit(MOST)
            .toList();
    return Answer.json(200, ListView.of(best, Found::thing));
  }

  private Stream<Found> repositories(Wanted wanted, Principal caller) {
    return records.repositories().all().stream()
        .filter(repository -> caller.sees(repository.id()))
        .map(repository -> new Found(of(repository), wanted.rank(repository.name().value())));
  }

  private Stream<Found> services(Wanted wanted, Principal caller) {
    return records.services().all().stream()
        .filter(service -> caller.sees(service.repositoryId()))
        .map(service -> new Found(of(service), wanted.rank(service.id().value())));
  }

  private Stream<Found> builds(Wanted wanted, Principal caller) {
    return records.builds().list(Builds.Filter.ANY, NEWEST).items().stream()
        .filter(build -> caller.sees(build.request().repositoryId()))
        .map(build -> new Found(of(build), rank(build, wanted)));
  }

  private static int rank(Build build, Wanted wanted) {
    var request = build.request();
    return wanted.rank(
        "#" + build.number(),
        request.repository().value(),
        request.ref().shortName(),
        request.commit().sha().hex(),
        request.commit().title(),
        request.commit().author());
  }

  private static Thing of(Repository repository) {
    String id = repository.id().value();
    return new Thing("repository", repository.name().value(), "", null, "/repositories/" + id);
  }

  private static Thing of(Service service) {
    String about = service.environment() + ", " + service.repository();
    return new Thing(
        "service",
        service.name(),
        about,
        ServiceStanding.of(service).id(),
        "/services/" + service.id());
  }

  private static Thing of(Build build) {
    var request = build.request();
    String title = request.commit().title();
    return new Thing(
        "build",
        title.isBlank() ? "Commit " + request.commit().sha().abbreviated() : title,
        request.repository() + " #" + build.number() + ", " + request.ref().shortName(),
        build.state().status().id(),
        "/builds/" + build.id());
  }

  private record Found(Thing thing, int rank) {}

  /**
   * Something that was found.
   *
   * @param kind {@code repository}, {@code service} or {@code build}
   * @param status null for what has none
   * @param url of its page
   */
  private record Thing(
      String kind, String title, String about, @Nullable String status, String url) {}
}
