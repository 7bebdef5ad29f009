package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** The comments that GitHub, Gitea and Gitee keep in the same form. */
final class FakeIssueComments {
  private final FakeApi api;

  private FakeIssueComments(FakeApi api) {
    this.api = api;
  }

  /**
   * Adds them to a forge's table.
   *
   * @param of the path of a pull request's comments; the first group is the repository's name
   * @param one the path under which one is changed
   */
  static void add(FakeApi api, String of, String one) {
    FakeIssueComments comments = new FakeIssueComments(api);
    api.onRepository("GET", of, comments::list);
    api.onRepository("POST", of, comments::write);
    api.onRepository("PATCH", one, comments::change);
  }

  private FakeReply list(FakeRequest request, FakeRepository repository, List<String> groups) {
    List<FakeComment> all = repository.commentsOn(Integer.parseInt(groups.getFirst()));
    return FakeReply.json(
        200,
        FakeApi.array(
            api.page(request, all, "per_page").stream().map(FakeIssueComments::json).toList()));
  }

  private static ObjectNode json(FakeComment comment) {
    ObjectNode json = FakeApi.object().put("id", comment.id()).put("body", comment.body());
    json.putObject("user").put("id", Integer.parseInt(comment.authorId()));
    return json;
  }

  private FakeReply write(FakeRequest request, FakeRepository repository, List<String> groups) {
    api.expect(request, Set.of("body"), Set.of());
    int pullRequest = Integer.parseInt(groups.getFirst());
    String text = request.body().path("body").asText();
    return FakeReply.json(201, json(api.addComment(repository, pullRequest, text)));
  }

  private FakeReply change(FakeRequest request, FakeRepository repository, List<String> groups) {
    api.expect(request, Set.of("body"), Set.of());
    int id = Integer.parseInt(groups.getFirst());
    return api.changeComment(repository, id, request.body().path("body").asText())
        .map(comment -> FakeReply.json(200, json(comment)))
        .orElseGet(FakeApi::notFound);
  }
}
