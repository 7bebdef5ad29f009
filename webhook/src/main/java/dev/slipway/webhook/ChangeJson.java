package dev.slipway.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;

/** A decided change as the sender is told of it. */
final class ChangeJson {
  private ChangeJson() {}

  static ObjectNode of(DecidedChange decided) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (decided.change()) {
      case Change.Push push -> json.put("kind", "push").put("sha", push.head().sha().hex());
      case Change.Tag tag -> json.put("kind", "tag").put("sha", tag.head().sha().hex());
      case Change.PullRequest request ->
          json.put("kind", "pull_request").put("sha", request.head().sha().hex());
      case Change.PullRequestClosed closed ->
          json.put("kind", "pull_request").put("sha", closed.head().sha().hex());
      case Change.RefDeleted _ -> json.put("kind", "delete").putNull("sha");
    }
    json.put("ref", decided.change().ref().name());
    switch (decided.decision()) {
      case Decision.Build build ->
          json.put("decision", "build").put("build_id", build.id().value());
      case Decision.Ignore _ -> json.put("decision", "ignore").putNull("build_id");
    }
    json.put("rule", decided.decision().rule().id());
    json.put("reason", decided.decision().reason());
    return json;
  }
}
