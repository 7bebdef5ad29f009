package dev.slipway.webhook.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.account.ForgeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Comments in the form that GitHub, Gitea, Forgejo and Gitee share: a list of {@code {id, body,
 * user: {id}}}, written with {@code {body}}.
 */
final class IssueComments implements CommentBook {
  private static final int PER_PAGE = 100;

  private final ForgeClient client;
  private final String talks;

  /**
   * Of one forge.
   *
   * @param talks what the path calls those that have comments, such as {@code issues}
   */
  IssueComments(ForgeClient client, String talks) {
    this.client = client;
    this.talks = talks;
  }

  @Override
  public Page page(Talk talk, int from) throws ForgeException {
    String query = "?per_page=" + PER_PAGE + "&page=" + (from + 1);
    JsonNode list = client.get(talk.what(), pathOf(talk) + query);
    List<FoundComment> found = new ArrayList<>();
    for (JsonNode comment : list) {
      String author = Json.text(comment.path("user"), "id");
      found.add(new FoundComment(Json.text(comment, "id"), author, Json.text(comment, "body"), 0));
    }
    return new Page(found, list.size() < PER_PAGE ? null : from + 1);
  }

  @Override
  public void add(Talk talk, String text) throws ForgeException {
    client.post(talk.what(), pathOf(talk), Json.object().put("body", text));
  }

  @Override
  public void change(Talk talk, FoundComment comment, String text) throws ForgeException {
    String path = allOf(talk) + "/comments/" + comment.id();
    client.patch(talk.what(), path, Json.object().put("body", text));
  }

  private String pathOf(Talk talk) {
    return allOf(talk) + "/" + talk.pullRequest() + "/comments";
  }

  private String allOf(Talk talk) {
    return "/repos/" + talk.repository() + "/" + talks;
  }
}
