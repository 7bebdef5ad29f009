package dev.slipway.dashboard.page;

import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The list of repositories, adding to it by hand, and removing from it. Safe for concurrent use.
 */
public final class RepositoryPages {
  private static final List<String> SHOWN_AGAIN =
      List.of("forge", "name", "clone_url", "default_branch");

  private final RepositoriesApi api;
  private final Templates templates;

  public RepositoryPages(RepositoriesApi api, Templates templates) {
    this.api = api;
    this.templates = templates;
  }

  public Answer list(Call call) {
    return page(call, 200, null, "", SentForm.NONE);
  }

  /** Adds one, and answers with the page itself: the secret that it shows is nowhere else. */
  public Answer add(Call call) {
    try {
      return page(call, 201, api.addFromForm(call), "", SentForm.NONE);
    } catch (ProblemException e) {
      SentForm form = SentForm.refused(call.fields(), SHOWN_AGAIN, e.details());
      return page(call, e.details().status(), null, "", form);
    }
  }

  /** Removes one; what a person has to clean up is told by the page, and nowhere else. */
  public Answer remove(Call call) {
    Repository repository = api.find(call);
    String note = api.forget(repository);
    return note.isEmpty()
        ? Answer.seeOther("/repositories")
        : page(
            call,
            200,
            null,
            repository.name() + " is removed. " + Show.sentence(note),
            SentForm.NONE);
  }

  private Answer page(
      Call call, int status, RepositoriesApi.@Nullable Added added, String note, SentForm form) {
    Shell shell = templates.shell("Repositories", "repositories", call.caller());
    String wanted = call.query("q").orElse("");
    List<Repository> listed = api.all().stream().filter(each -> fits(each, wanted)).toList();
    var model = new RepositoriesPage(listed, added, note, form, wanted);
    return Answer.page(status, templates.render("repositories", shell, model));
  }

  private static boolean fits(Repository repository, String wanted) {
    String name = repository.name().value().toLowerCase(Locale.ROOT);
    return name.contains(wanted.toLowerCase(Locale.ROOT));
  }
}
