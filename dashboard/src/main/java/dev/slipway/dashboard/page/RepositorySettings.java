package dev.slipway.dashboard.page;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.HookState;
import dev.slipway.core.source.Repository;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.api.ForgeProblem;
import dev.slipway.dashboard.api.RepositoriesApi;
import dev.slipway.dashboard.api.SecretsApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemDetails;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The page of one repository: what of it is built, its webhook and its secrets. Safe for concurrent
 * use.
 */
public final class RepositorySettings {
  private static final List<String> SHOWN_AGAIN =
      List.of("triggers.branches", "triggers.tags", "triggers.members");
  private static final List<String> SECRETS_SHOWN_AGAIN = List.of("name", "environment");

  private final RepositoriesApi api;
  private final SecretsApi secrets;
  private final Records records;
  private final Templates templates;

  public RepositorySettings(
      RepositoriesApi api, SecretsApi secrets, Records records, Templates templates) {
    this.api = api;
    this.secrets = secrets;
    this.records = records;
    this.templates = templates;
  }

  public Answer show(Call call) {
    boolean saved = call.query("saved").isPresent();
    return page(call, 200, api.find(call), null, saved, SentForm.NONE);
  }

  public Answer change(Call call) {
    try {
      Repository changed = api.change(call);
      return Answer.seeOther("/repositories/" + changed.id() + "/settings?saved=1");
    } catch (ProblemException e) {
      return refused(call, e.details(), SentForm.refused(call.fields(), SHOWN_AGAIN, e.details()));
    }
  }

  /** Answers with the page itself, which tells what was found and perhaps repaired. */
  public Answer checkHook(Call call) {
    Repository repository = api.find(call);
    try {
      HookState hook = api.hook(repository);
      // Read again: a repaired webhook has a new id.
      return page(call, 200, api.find(call), hook, false, SentForm.NONE);
    } catch (ForgeException e) {
      ProblemDetails details = ForgeProblem.of(e);
      return refused(call, details, SentForm.refused(details));
    }
  }

  /** Sets a secret, or replaces its value. */
  public Answer setSecret(Call call) {
    return changeSecrets(call, secrets::putByForm, "set");
  }

  public Answer removeSecret(Call call) {
    return changeSecrets(call, secrets::removeByForm, "removed");
  }

  private Answer changeSecrets(Call call, Consumer<Call> change, String done) {
    Repository repository = api.find(call);
    try {
      change.accept(call);
      return Answer.seeOther(
          "/repositories/" + repository.id() + "/settings?secret=" + done + "#secrets");
    } catch (ProblemException e) {
      SentForm form = SentForm.refused(call.fields(), SECRETS_SHOWN_AGAIN, e.details());
      return refused(call, e.details(), form);
    }
  }

  private Answer refused(Call call, ProblemDetails details, SentForm form) {
    return page(call, details.status(), api.find(call), null, false, form);
  }

  private Answer page(
      Call call,
      int status,
      Repository repository,
      @Nullable HookState hook,
      boolean saved,
      SentForm form) {
    var connection = repository.connection();
    var model =
        new RepositoryPage(
            repository,
            api.webhookUrl(repository),
            connection == null ? null : records.accounts().find(connection.account()).orElse(null),
            records.reports().problem(repository.id()).orElse(null),
            new RepositorySecrets(
                secrets.of(repository.id()), secrets.ofTeam(), call.query("secret").orElse("")),
            hook,
            saved,
            form);
    Shell shell = templates.shell(repository.name().value(), "repositories", call.caller());
    return Answer.page(status, templates.render("repositorysettings", shell, model));
  }
}
