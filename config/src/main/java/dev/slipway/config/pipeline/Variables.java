package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Complaint;
import dev.slipway.core.pipeline.PipelineReader.Context;
import dev.slipway.core.source.PullRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values for {@code ${NAME}}; {@code $$} stands for one dollar sign. Only the names listed in
 * the format and those of the file's own {@code env} exist; secrets are never put into texts. Used
 * by one thread.
 */
final class Variables {
  /** The longest text that may come out, so that variables of variables cannot multiply. */
  private static final int LONGEST = 4096;

  private static final Pattern USE = Pattern.compile("\\$\\$|\\$\\{([^}\\s$]{0,128})}|\\$\\{");
  private static final String ESCAPE = "write $$ for a $";

  private final Map<String, String> values;
  private final Set<String> secrets = new HashSet<>();

  private Variables(Map<String, String> values) {
    this.values = values;
  }

  static Variables of(Context context) {
    PullRequest pullRequest = context.pullRequest();
    Map<String, String> values = new HashMap<>();
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

  /** One more from now on; those that the format gives cannot be replaced. */
  void add(String name, String value) {
    values.putIfAbsent(name, value);
  }

  /** A name that is known, and that no text may use. */
  void addSecret(String name) {
    secrets.add(name);
  }

  /** The text with values put in; as it is where there is something to complain about. */
  String replace(String text) {
    if (complaint(text).isPresent()) {
      return text;
    }
    Matcher use = USE.matcher(text);
    StringBuilder replaced = new StringBuilder();
    while (use.find()) {
      use.appendReplacement(replaced, Matcher.quoteReplacement(value(use)));
    }
    return use.appendTail(replaced).toString();
  }

  /** What is wrong with the variables that a text uses. */
  Optional<Complaint> complaint(String text) {
    Matcher use = USE.matcher(text);
    boolean used = false;
    long length = text.length();
    while (use.find()) {
      Optional<Complaint> complaint = complaint(use);
      if (complaint.isPresent()) {
        return complaint;
      }
      used = true;
      length += value(use).length() - use.group().length();
    }
    return used && length > LONGEST
        ? Optional.of(
            new Complaint(
                "this becomes longer than " + LONGEST + " characters", "put less into it"))
        : Optional.empty();
  }

  private Optional<Complaint> complaint(Matcher use) {
    String name = use.group(1);
    if (use.group().equals("${")) {
      return Optional.of(new Complaint("`${` is not followed by a name and `}`", ESCAPE));
    }
    if (name == null || values.containsKey(name)) {
      return Optional.empty();
    }
    if (secrets.contains(name)) {
      return Optional.of(
          new Complaint(
              "`${" + name + "}` is a secret, and secrets are never put into texts",
              "hand it over by `env: { " + name + ": { from_secret: NAME } }`"));
    }
    String known = String.join(", ", new TreeSet<>(values.keySet()));
    return Optional.of(
        new Complaint(
            "there is no variable `${" + name + "}`", "known are " + known + "; " + ESCAPE));
  }

  private String value(Matcher use) {
    String name = use.group(1);
    return name == null ? "$" : values.getOrDefault(name, "");
  }
}
