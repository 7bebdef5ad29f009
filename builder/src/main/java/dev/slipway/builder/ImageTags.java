package dev.slipway.builder;

import dev.slipway.core.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What images are tagged with. The pipeline file of a pull request comes from whoever proposes it,
 * so it does not choose: its images have tags of their own, which no branch's images ever get.
 */
final class ImageTags {
  private static final Pattern OF_PULL_REQUESTS = Pattern.compile("pr-\\d+(-[0-9a-f]{7})?");

  /** What builds find their caches and earlier results by. */
  private static final Pattern OF_SLIPWAY =
      Pattern.compile("(inputs-|" + LayerCaches.PREFIX + ").*");

  private ImageTags() {}

  static List<String> of(Subject subject, Pipeline pipeline, Consumer<String> log) {
    if (subject.proposed()) {
      List<String> own = ofProposed(subject);
      log.accept(
          "Images are tagged " + String.join(", ", own) + ": `tags` is for branches and tags");
      return own;
    }
    List<String> tags = new ArrayList<>();
    for (String tag : pipeline.tags()) {
      if (OF_PULL_REQUESTS.matcher(tag).matches()) {
        log.accept("The tag " + tag + " is left out: such names are for pull requests");
      } else if (OF_SLIPWAY.matcher(tag).matches()) {
        log.accept("The tag " + tag + " is left out: Slipway keeps its caches by such names");
      } else {
        tags.add(tag);
      }
    }
    return tags.isEmpty() ? List.of(subject.sha().abbreviated()) : tags;
  }

  private static List<String> ofProposed(Subject subject) {
    String commit = subject.sha().abbreviated();
    return subject.pullRequest() == null
        ? List.of("pr-0-" + commit)
        : List.of(
            "pr-" + subject.pullRequest().number(),
            "pr-" + subject.pullRequest().number() + "-" + commit);
  }
}
