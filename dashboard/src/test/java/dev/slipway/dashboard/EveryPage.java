package dev.slipway.dashboard;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.access.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where every page of a filled stage is, by the route that serves it. */
final class EveryPage {
  /** What is no page although its path does not say so: JSON, text, files, streams. */
  private static final Set<String> OTHERS =
      Set.of(
          "/assets/:hash/:name",
          "/healthz",
          "/readyz",
          "/metrics",
          "/openapi.yaml",
          "/schema/pipeline.json",
          "/badge/*");

  private static final Set<String> OTHER_NOUNS =
      Set.of("/api/", "/deployments/", "/builds/:id/", "/services/:id/");

  private EveryPage() {}

  /** The paths of every route that serves a page. */
  static Map<String, List<String>> of(Stage stage) {
    Map<String, List<String>> pages = new TreeMap<>();
    for (String path :
        List.of(
            "/",
            "/sign-in",
            "/queue",
            "/services",
            "/repositories",
            "/connect",
            "/targets",
            "/images",
            "/sync",
            "/settings/registries",
            "/settings",
            "/settings/users",
            "/settings/audit")) {
      pages.put(path, List.of(path));
    }
    pages.put("/builds", List.of("/builds", "/builds?status=skipped"));
    pages.put("/builds/:id", oneOfEachStatus(stage));
    pages.put(
        "/deliveries", List.of("/deliveries", "/deliveries?repository=lighthouse/tide-tables"));
    pages.put("/deliveries/:id", deliveries(stage));
    for (String part : List.of("", "/settings", "/pipeline", "/setup", "/first")) {
      pages.put("/repositories/:id" + part, repositories(stage, part));
    }
    for (String part : List.of("", "/plan")) {
      pages.put(
          "/sync/:id" + part,
          stage.syncRules.all().stream().map(rule -> "/sync/" + rule.id() + part).toList());
    }
    pages.put(
        "/services/:id",
        stage.services.all().stream().map(service -> "/services/" + service.id()).toList());
    pages.put("/images/:repository", List.of("/images/acme%2Fshop", "/images/base%2Fnode"));
    pages.put(
        "/images/:repository/:reference",
        stage.images.repository("acme/shop").orElseThrow().tags().keySet().stream()
            .map(tag -> "/images/acme%2Fshop/" + tag)
            .limit(3)
            .toList());
    pages.put(
        "/accounts/:id",
        stage.accounts.all().stream().map(account -> "/accounts/" + account.id()).toList());
    return pages;
  }

  /** The paths of the routes that may serve a page. */
  static List<String> routes(Stage stage) {
    return stage.routes.stream()
        .filter(rule -> rule.method().equals("GET"))
        .map(Rule::path)
        .filter(path -> !OTHERS.contains(path))
        .filter(path -> OTHER_NOUNS.stream().noneMatch(path::startsWith))
        .distinct()
        .toList();
  }

  private static List<String> oneOfEachStatus(Stage stage) {
    List<String> paths = new ArrayList<>();
    for (BuildState.Status status : BuildState.Status.values()) {
      var filter = new Builds.Filter(null, null, status);
      stage.builds().list(filter, new Page.Request(3, null)).items().stream()
          .map(Build::id)
          .map(id -> "/builds/" + id)
          .forEach(paths::add);
    }
    return paths;
  }

  private static List<String> deliveries(Stage stage) {
    return stage.store.deliveries().list(null, new Page.Request(3, null)).items().stream()
        .map(Delivery::id)
        .map(id -> "/deliveries/" + id)
        .toList();
  }

  private static List<String> repositories(Stage stage, String part) {
    return stage.repositories.all().stream()
        .map(Repository::id)
        .map(id -> "/repositories/" + id + part)
        .limit(2)
        .toList();
  }
}
