package dev.slipway.dashboard.api;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.secret.Secrets;
import dev.slipway.core.secret.StoredSecret;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Secrets, which are set, listed and removed, and never read. Safe for concurrent use. */
public final class SecretsApi {
  private final Secrets secrets;
  private final Repositories repositories;

  public SecretsApi(Records records) {
    this.secrets = records.secrets();
    this.repositories = records.repositories();
  }

  public Answer list(Call call) {
    return Answer.json(200, ListView.of(secrets.list(scope(call)), SecretView::of));
  }

  public Answer get(Call call) {
    SecretScope scope = scope(call);
    String name = call.path("name");
    return secrets
        .find(scope, name)
        .map(secret -> Answer.json(200, SecretView.of(secret)))
        .orElseThrow(() -> none(scope, name));
  }

  public Answer put(Call call) {
    SecretScope scope = scope(call);
    Fields fields = call.fields().allow(Set.of("value"));
    return Answer.json(200, SecretView.of(put(call, scope, call.path("name"), fields)));
  }

  public Answer remove(Call call) {
    remove(scope(call), call.path("name"));
    return Answer.empty(204);
  }

  /** Sets one of a repository by a form with {@code name, environment, value}; for the page. */
  public void putByForm(Call call) {
    RepositoryId repository = new RepositoryId(call.path("id"));
    Fields fields = call.fields().allow(Set.of("name", "environment", "value", "csrf"));
    String name = fields.required("name", text -> text);
    SecretScope scope = formScope(repository, fields);
    put(call, scope, Objects.requireNonNullElse(name, ""), fields);
  }

  /** The same for removing one. */
  public void removeByForm(Call call) {
    RepositoryId repository = new RepositoryId(call.path("id"));
    Fields fields = call.fields().allow(Set.of("name", "environment", "csrf"));
    String name = fields.required("name", text -> text);
    SecretScope scope = formScope(repository, fields);
    fields.check();
    remove(scope, Objects.requireNonNull(name));
  }

  /** What is set for the repository and its environments. */
  public List<StoredSecret> of(RepositoryId repository) {
    return secrets.all(repository);
  }

  /** What is set for every repository. */
  public List<StoredSecret> ofTeam() {
    return secrets.list(new SecretScope.Team());
  }

  /** The repository's own where the environment is missing, or noted to be wrong. */
  private static SecretScope formScope(RepositoryId repository, Fields fields) {
    SecretScope own = new SecretScope.OfRepository(repository);
    SecretScope scope =
        fields.parsed("environment", text -> new SecretScope.OfEnvironment(repository, text));
    return Objects.requireNonNullElse(scope, own);
  }

  private StoredSecret put(Call call, SecretScope scope, String name, Fields fields) {
    if (!name.isEmpty()) {
      try {
        Secrets.checkName(name);
      } catch (InvalidValueException e) {
        fields.problem("name", Objects.requireNonNullElse(e.getMessage(), "is no name"), "");
      }
    }
    Secret secret =
        fields.required(
            "value",
            text -> {
              String value = call.isForm() ? typed(text) : text;
              Secrets.checkValue(value);
              return new Secret(name, value);
            });
    fields.check();
    return secrets.put(scope, Objects.requireNonNull(secret), call.by());
  }

  /** Browsers send every line break of a form as two characters. */
  private static String typed(String text) {
    return text.replace("\r\n", "\n");
  }

  private void remove(SecretScope scope, String name) {
    if (!secrets.remove(scope, name)) {
      throw none(scope, name);
    }
  }

  /** The scope that the path names; its repository is there. */
  private SecretScope scope(Call call) {
    SecretScope scope = SecretScope.of(call.path("scope"));
    switch (scope) {
      case SecretScope.Team() -> {}
      case SecretScope.OfRepository(RepositoryId id) -> demand(id);
      case SecretScope.OfEnvironment(RepositoryId id, String _) -> demand(id);
    }
    return scope;
  }

  private void demand(RepositoryId id) {
    if (repositories.find(id).isEmpty()) {
      throw ProblemException.notFound("repository", id.value());
    }
  }

  private static ProblemException none(SecretScope scope, String name) {
    return ProblemException.problem(
        404,
        "not-found",
        "Not found",
        "there is no secret \"" + name + "\" in the scope " + scope.id());
  }
}
