package dev.slipway.dashboard.page;

import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.registry.RegistryContent;
import dev.slipway.core.registry.Removal;
import dev.slipway.dashboard.api.ImagesApi;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.ProblemException;
import java.util.List;
import java.util.Set;

/** The pages of the registry's images. Safe for concurrent use. */
public final class ImagePages {
  private static final int CONFLICT = 409;

  private final ImagesApi api;
  private final Templates templates;

  public ImagePages(ImagesApi api, Templates templates) {
    this.api = api;
    this.templates = templates;
  }

  public Answer repositories(Call call) throws InterruptedException {
    RegistryContent content = api.content();
    var model = new ImagesPage(content, api.summaries(content, call), ImagesApi.wanted(call));
    return page(call, "Images", "images", model);
  }

  public Answer repository(Call call) throws InterruptedException {
    String name = call.path("repository");
    var model =
        new ImageRepositoryPage(
            name, api.images(call), ImagesApi.wanted(call), call.query("gone").orElse(""));
    return page(call, name, "imagerepository", model);
  }

  public Answer image(Call call) throws InterruptedException {
    return image(call, 200, List.of());
  }

  /** Removes an image with all its tags and what refers to it: the page has said so. */
  public Answer remove(Call call) throws InterruptedException {
    call.fields().allow(Set.of("csrf")).check();
    try {
      Removal removal = api.removeNow(call, true, true);
      String gone = removal instanceof Removal.OfImages images ? images.digests().getFirst() : "";
      return Answer.seeOther(Link.to(ImageWords.path(call.path("repository")), "gone", gone));
    } catch (ProblemException e) {
      if (e.details().status() != CONFLICT) {
        throw e;
      }
      return image(call, CONFLICT, e.details().problems());
    }
  }

  private Answer image(Call call, int status, List<Problem> refused) throws InterruptedException {
    var model = new ImagePage(api.detail(call), refused);
    Shell shell =
        templates.shell(model.repository() + ":" + model.title(), "images", call.caller());
    return Answer.page(status, templates.render("image", shell, model));
  }

  private Answer page(Call call, String title, String template, Object model) {
    Shell shell = templates.shell(title, "images", call.caller());
    return Answer.page(200, templates.render(template, shell, model));
  }
}
