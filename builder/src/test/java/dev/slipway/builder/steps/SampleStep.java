package dev.slipway.builder.steps;

import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps for tests: of busybox, waiting for nothing, without limits. */
record SampleStep(Step step) {
  static SampleStep named(String name, String... commands) {
    return new SampleStep(
        new Step(
            name,
            "busybox:latest",
            List.of(commands),
            Map.of(),
            List.of(),
            Resources.UNLIMITED,
            Set.of(),
            false,
            null,
            null));
  }

  SampleStep image(String image) {
    return of(image, step.env(), step.cache(), step.resources(), step.timeout(), step.silence());
  }

  SampleStep env(Map<String, EnvValue> env) {
    return of(step.image(), env, step.cache(), step.resources(), step.timeout(), step.silence());
  }

  SampleStep cache(String... paths) {
    return of(
        step.image(), step.env(), List.of(paths), step.resources(), step.timeout(), step.silence());
  }

  SampleStep resources(@Nullable Integer cpus, @Nullable Long memory) {
    return of(
        step.image(),
        step.env(),
        step.cache(),
        new Resources(cpus, memory, null),
        step.timeout(),
        step.silence());
  }

  SampleStep timeout(Duration timeout) {
    return of(step.image(), step.env(), step.cache(), step.resources(), timeout, step.silence());
  }

  SampleStep silence(Duration silence) {
    return of(step.image(), step.env(), step.cache(), step.resources(), step.timeout(), silence);
  }

  SampleStep after(String... names) {
    return waiting(Set.of(names), step.failureIgnored());
  }

  SampleStep mayFail() {
    return waiting(step.dependsOn(), true);
  }

  private SampleStep of(
      String image,
      Map<String, EnvValue> env,
      List<String> cache,
      Resources resources,
      @Nullable Duration timeout,
      @Nullable Duration silence) {
    return new SampleStep(
        new Step(
            step.name(),
            image,
            step.commands(),
            env,
            cache,
            resources,
            step.dependsOn(),
            step.failureIgnored(),
            timeout,
            silence));
  }

  private SampleStep waiting(Set<String> dependsOn, boolean failureIgnored) {
    return new SampleStep(
        new Step(
            step.name(),
            step.image(),
            step.commands(),
            step.env(),
            step.cache(),
            step.resources(),
            dependsOn,
            failureIgnored,
            step.timeout(),
            step.silence()));
  }
}
