package dev.slipway.config.pipeline;

import dev.slipway.config.yaml.Fields;
import dev.slipway.core.pipeline.PipelineReader.Context;
import dev.slipway.core.source.PullRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values for {@code ${NAME}}; {@code $$} stands for one dollar sign. Only the names listed in
 * the format and those of the file's own {@code env} exist.
 */
final class Variables {
  private static final Pattern USE = Pattern.compile("\\$\\$|\\$\\{([^}]*)}");

  private final Map<String, String> values;

  private Variables(Map<String, String> values) {
    this.values = values;
  }

  static Variables of(Context context, Map<String, String> env) {
    PullRequest pullRequest = context.pullRequest();
    Map<String, String> values = new HashMap<>(env);
    values.put("SHA", context.sha().hex());
    values.put("SHA_SHORT", context.sha().abbreviated());
    values.put("BRANCH", branch(context));
    values.put("TAG", context.ref().tag().orElse(""));
    values.put("PR", pullRequest == null ? "" : Integer.toString(pullRequest.number()));
    values.put("BUILD_NUMBER", Long.toString(context.buildNumber()));
    values.put("REPO", context.repository().value());
    return new Variables(values);
  }

  /** Of a pull request the branch that is proposed, as other build services have it. */
  private static String branch(Context context) {
    PullRequest pullRequest = context.pullRequest();
    return pullRequest == null ? context.ref().branch().orElse("") : pullRequest.sourceBranch();
  }

  /** The text with values put in; an unknown name is noted as a problem of that key. */
  String replace(String text, Fields fields, String key) {
    Matcher use = USE.matcher(text);
    StringBuilder replaced = new StringBuilder();
    while (use.find()) {
      String name = use.group(1);
      use.appendReplacement(
          replaced, Matcher.quoteReplacement(name == null ? "$" : value(name, fields, key)));
    }
    return use.appendTail(replaced).toString();
  }

  private String value(String name, Fields fields, String key) {
    String value = values.get(name);
    if (value == null) {
      fields.problem(
          key,
          "there is no variable `${" + name + "}`",
          "known are " + String.join(", ", new TreeSet<>(values.keySet())) + "; write $$ for a $");
      return "";
    }
    return value;
  }
}
