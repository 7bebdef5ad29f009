package dev.slipway.builder;

import dev.slipway.core.build.Build;
import java.util.Map;
import java.util.TreeMap;

/** What the steps of a build are told about it, as variables of their environment. */
final class StepVariables {
  private StepVariables() {}

  static Map<String, String> of(Build build, Subject subject) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("CI", "true");
    variables.put("SLIPWAY", "true");
    variables.put("SLIPWAY_BUILD", Long.toString(build.number()));
    variables.put("SLIPWAY_EVENT", subject.event().id());
    variables.put("SLIPWAY_REPOSITORY", subject.repository().name().value());
    variables.put("SLIPWAY_REF", subject.ref().name());
    variables.put("SLIPWAY_SHA", subject.sha().hex());
    variables.put("SLIPWAY_DEFAULT_BRANCH", subject.repository().defaultBranch());
    subject.ref().branch().ifPresent(branch -> variables.put("SLIPWAY_BRANCH", branch));
    subject.ref().tag().ifPresent(tag -> variables.put("SLIPWAY_TAG", tag));
    if (subject.pullRequest() != null) {
      variables.put("SLIPWAY_PR", Long.toString(subject.pullRequest().number()));
      variables.put("SLIPWAY_TARGET_BRANCH", subject.pullRequest().targetBranch());
    }
    return variables;
  }
}
