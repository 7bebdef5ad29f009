package dev.slipway.dashboard.page;

import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page about repositories. Safe for concurrent use. */
public final class RepositoryPages {
  /** What a refused form shows again; secrets are typed anew. */
  private static final List<String> SHOWN_AGAIN =
      List.of("forge", "name", "clone_url", "default_branch");

  private final RepositoriesApi api;
  private final Templates templates;

  public RepositoryPages(RepositoriesApi api, Templates templates) {
    this.api = api;
    this.templates = templates;
  }

  public Answer list(Call call) {
    return page(call, 200, null, Map.of(), List.of());
  }

  /** Adds one, and answers with the page itself: the secret that it shows is nowhere else. */
  public Answer add(Call call) {
    try {
      return page(call, 201, api.addFromForm(call), Map.of(), List.of());
    } catch (ProblemException e) {
      List<Problem> problems =
          e.details().problems().isEmpty()
              ? List.of(new Problem("", 0, 0, e.details().detail(), ""))
              : e.details().problems();
      return page(call, e.details().status(), null, sent(call.fields()), problems);
    }
  }

  private static Map<String, String> sent(Fields fields) {
    Map<String, String> sent = new HashMap<>();
    for (String name : SHOWN_AGAIN) {
      String value = fields.text(name);
      if (value != null) {
        sent.put(name, value);
      }
    }
    return sent;
  }

  private Answer page(
      Call call,
      int status,
      RepositoriesApi.@Nullable Added added,
      Map<String, String> sent,
      List<Problem> problems) {
    List<Repository> all = api.all();
    Map<String, String> urls =
        all.stream()
            .collect(Collectors.toMap(repository -> repository.id().value(), api::webhookUrl));
    Shell shell = templates.shell("Repositories", "repositories", call.caller());
    var model = new RepositoriesPage(all, urls, added, sent, problems);
    return Answer.page(status, templates.render("repositories", shell, model));
  }
}
