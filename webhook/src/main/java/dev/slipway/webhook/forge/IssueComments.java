package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import java.util.Optional;

/**
 * Comments in the form that GitHub, Gitea, Forgejo and Gitee share: a list of {@code {id, body,
 * user: {id}}}, written with {@code {body}}.
 */
final class IssueComments {
  private static final int PER_PAGE = 100;
  private static final int MOST_PAGES = 10;

  private final ForgeClient client;

  IssueComments(ForgeClient client) {
    this.client = client;
  }

  /**
   * Writes the one comment of that marker.
   *
   * @param what for messages
   * @param comments the path of the pull request's comments
   * @param one the path under which each comment is changed
   * @param author the id of the user whose comment it must be
   */
  void write(String what, String comments, String one, String author, Text text)
      throws ForgeException {
    Optional<String> there = find(what, comments, author, text.hidden());
    JsonNode body = Json.object().put("body", text.whole());
    if (there.isPresent()) {
      client.patch(what, one + "/" + there.get(), body);
    } else {
      client.post(what, comments, body);
    }
  }

  private Optional<String> find(String what, String comments, String author, String hidden)
      throws ForgeException {
    String before = "";
    for (int page = 1; page <= MOST_PAGES; page++) {
      JsonNode list = client.get(what, comments + "?per_page=" + PER_PAGE + "&page=" + page);
      for (JsonNode comment : list) {
        if (Json.text(comment.path("user"), "id").equals(author)
            && Json.text(comment, "body").contains(hidden)) {
          return Optional.of(Json.text(comment, "id"));
        }
      }
      String first = Json.text(list.path(0), "id");
      if (list.size() < PER_PAGE || first.equals(before)) {
        return Optional.empty();
      }
      before = first;
    }
    return Optional.empty();
  }

  /** A comment with its marker. */
  record Text(String hidden, String whole) {
    static Text of(Marker form, String marker, String markdown) {
      return new Text(form.hidden(marker), form.mark(marker, markdown));
    }
  }
}
