package dev.slipway.webhook.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.webhook.forge.CommitStatus;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that stands in one context of one commit. A forge shows one status for it, but several
 * services can be rolled out into one environment, and a commit can be built again.
 *
 * @param parts the newest news of each, by a name of its own
 */
record Standing(SortedMap<String, News> parts) {
  static final Standing NOTHING = new Standing(new TreeMap<>());

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** From the least to the most important to know. */
  private static final List<State> IMPORTANCE =
      List.of(
          State.SUCCEEDED, State.CANCELED, State.QUEUED, State.RUNNING, State.ERROR, State.FAILED);

  Standing {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /** With these news, unless newer ones of that part are there. */
  Standing with(String part, News news) {
    News known = parts.get(part);
    if (known != null && known.order() > news.order()) {
      return this;
    }
    SortedMap<String, News> next = new TreeMap<>(parts);
    next.put(part, news);
    return new Standing(next);
  }

  /** What the forge is to show; there must be news. */
  CommitStatus status(String context) {
    News first =
        parts.values().stream()
            .max(Comparator.comparingInt(news -> IMPORTANCE.indexOf(news.state())))
            .orElseThrow();
    return new CommitStatus(first.state(), context, describe(first), first.target());
  }

  private String describe(News first) {
    if (parts.size() == 1) {
      return first.description();
    }
    long good = parts.values().stream().filter(news -> news.state() == State.SUCCEEDED).count();
    String count = good + " of " + parts.size() + " services are live";
    return good == parts.size() ? count : count + "; " + first.description();
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + this, e);
    }
  }

  /** The reverse of {@link #text}. */
  static Standing read(String text) {
    try {
      return JSON.readValue(text, Standing.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was remembered is no standing: " + text, e);
    }
  }
}
