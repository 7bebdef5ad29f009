package dev.slipway.webhook.forge.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** The comments on pull requests, in the form of one forge. */
final class FakeComments {
  private final FakeApi api;
  private final Form form;

  FakeComments(FakeApi api, Form form) {
    this.api = api;
    this.form = form;
  }

  /** How a forge writes them. */
  interface Form {
    ObjectNode json(FakeComment comment);

    default ObjectNode listed(FakeComment comment) {
      return json(comment);
    }

    /** The text of a comment to write, after a look at the fields that came. */
    String text(FakeRequest request);

    /** Whether the forge takes this change of the comment as it is. */
    default boolean takes(FakeRequest request, FakeComment there) {
      return true;
    }
  }

  /** The form that GitHub, Gitea and Gitee share, below what they call those with comments. */
  static void likeGitHub(FakeApi api, String talks) {
    FakeComments comments =
        new FakeComments(
            api,
            new Form() {
              @Override
              public ObjectNode json(FakeComment comment) {
                ObjectNode json = plain(comment);
                json.putObject("user").put("id", Integer.parseInt(comment.authorId()));
                return json;
              }

              @Override
              public String text(FakeRequest request) {
                api.expect(request, Set.of("body"), Set.of());
                return request.body().path("body").asText();
              }
            });
    api.onRepository("GET", talks + "/([0-9]+)/comments", comments::list);
    api.onRepository("POST", talks + "/([0-9]+)/comments", comments::add);
    api.onRepository("PATCH", talks + "/comments/([0-9]+)", comments::change);
  }

  static ObjectNode plain(FakeComment comment) {
    return FakeApi.object().put("id", comment.id()).put("body", comment.body());
  }

  /** The last group is the pull request's number. */
  FakeReply list(FakeRequest request, FakeRepository repository, List<String> groups) {
    List<FakeComment> all = repository.commentsOn(Integer.parseInt(groups.getLast()));
    return api.paged(request, all.stream().map(form::listed).toList());
  }

  /** The last group is the pull request's number. */
  FakeReply add(FakeRequest request, FakeRepository repository, List<String> groups) {
    FakeComment comment =
        new FakeComment(api.forge.nextId(), FakeApi.USER_ID, form.text(request), 0);
    repository.commentsOn(Integer.parseInt(groups.getLast())).add(comment);
    return FakeReply.json(201, form.json(comment));
  }

  /** The last group is the comment's id. */
  FakeReply change(FakeRequest request, FakeRepository repository, List<String> groups) {
    int id = Integer.parseInt(groups.getLast());
    String text = form.text(request);
    for (List<FakeComment> comments : repository.comments.values()) {
      for (int i = 0; i < comments.size(); i++) {
        FakeComment old = comments.get(i);
        if (old.id() == id) {
          if (!form.takes(request, old)) {
            return FakeReply.text(409, "{\"errors\":[{\"message\":\"another version\"}]}");
          }
          comments.set(i, new FakeComment(id, old.authorId(), text, old.version() + 1));
          return FakeReply.json(200, form.json(comments.get(i)));
        }
      }
    }
    return FakeApi.notFound();
  }
}
