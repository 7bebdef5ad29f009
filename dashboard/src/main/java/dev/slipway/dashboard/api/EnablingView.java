package dev.slipway.dashboard.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.dashboard.Site;
import dev.slipway.dashboard.http.ProblemDetails;
import org.jspecify.annotations.Nullable;

/**
 * What became of the wish to build a repository, as the API tells it.
 *
 * @param webhookSecret only where a person has to enter it, and only in this answer
 * @param problem why it is not built; absent when it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EnablingView(
    String name,
    @Nullable RepositoryView repository,
    @Nullable HookView hook,
    @Nullable String webhookUrl,
    @Nullable String webhookSecret,
    @Nullable ProblemDetails problem) {
  static EnablingView of(Enabling enabling, Site site) {
    return switch (enabling) {
      case Enabling.Done done ->
          new EnablingView(
              done.name(),
              RepositoryView.of(done.repository(), site, null),
              HookView.of(done.hook(), done.webhookUrl()),
              done.webhookUrl(),
              done.byHand() ? done.repository().webhookSecret().reveal() : null,
              null);
      case Enabling.Refused(String name, ProblemDetails problem) ->
          new EnablingView(name, null, null, null, null, problem);
    };
  }
}
