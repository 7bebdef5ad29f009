package dev.slipway.dashboard.page;

import dev.slipway.core.pipeline.Problem;
import dev.slipway.dashboard.http.Fields;
import dev.slipway.dashboard.http.ProblemDetails;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form that was refused, to be shown again.
 *
 * @param values what it held, without secrets, which are typed anew
 * @param problems why it was refused
 */
public record SentForm(Map<String, String> values, List<Problem> problems) {
  /** A form that nobody has sent. */
  public static final SentForm NONE = new SentForm(Map.of(), List.of());

  /** What was sent, with nothing wrong. */
  static SentForm again(Fields fields, List<String> shownAgain) {
    return new SentForm(values(fields, shownAgain), List.of());
  }

  /** What is wrong, with those of the fields that may be shown again. */
  static SentForm refused(Fields fields, List<String> shownAgain, ProblemDetails details) {
    return new SentForm(values(fields, shownAgain), problems(details));
  }

  private static Map<String, String> values(Fields fields, List<String> shownAgain) {
    Map<String, String> values = new HashMap<>();
    for (String name : shownAgain) {
      int dot = name.indexOf('.');
      Fields holder = dot < 0 ? fields : fields.nested(name.substring(0, dot));
      String value = holder == null ? null : holder.text(name.substring(dot + 1));
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  /** What is wrong, where what was typed is gone. */
  static SentForm refused(ProblemDetails details) {
    return new SentForm(Map.of(), problems(details));
  }

  private static List<Problem> problems(ProblemDetails details) {
    return details.problems().isEmpty()
        ? List.of(new Problem("", 0, 0, details.detail(), ""))
        : details.problems();
  }

  /** What a field held. */
  public String value(String field) {
    return values.getOrDefault(field, "");
  }

  /** What is wrong with a field; null when nothing is. */
  public @Nullable String problem(String field) {
    return problems.stream()
        .filter(problem -> problem.path().equals(field))
        .findFirst()
        .map(Problem::message)
        .orElse(null);
  }

  /** What is wrong apart from single fields. */
  public List<Problem> others() {
    return problems.stream().filter(problem -> problem.path().isEmpty()).toList();
  }
}
