package dev.slipway.builder;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure;
import dev.slipway.core.masking.Masking;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.pipeline.SideService;
import dev.slipway.core.pipeline.Step;
import dev.slipway.core.secret.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks up the secrets that a build wants, and no others. */
final class SecretsOfBuild {
  private final Secrets secrets;

  SecretsOfBuild(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * The values; none for a fork, whose steps have to do without.
   *
   * @throws BuildFailedException naming every one that nobody set, or when they cannot be read or
   *     kept out of the log
   */
  Revealed reveal(Subject subject, Plan.Build plan) throws BuildFailedException {
    Map<String, String> wanted = wanted(plan);
    if (wanted.isEmpty() || subject.fromFork()) {
      return Revealed.NONE;
    }
    try {
      Map<String, Secret> known =
          secrets.reveal(subject.repository().id(), null, new TreeSet<>(wanted.keySet()));
      checkComplete(subject, wanted, known);
      return new Revealed(known, Masking.of(known.values()));
    } catch (InvalidValueException e) {
      throw new BuildFailedException(
          new Failure.Infrastructure(
              "the secrets of "
                  + subject.repository().name()
                  + " cannot be used: "
                  + e.getMessage(),
              "set them again, with `slipway secrets set`, then retry the build",
              false),
          e);
    }
  }

  private static void checkComplete(
      Subject subject, Map<String, String> wanted, Map<String, Secret> known)
      throws BuildFailedException {
    List<Problem> missing = new ArrayList<>();
    wanted.forEach((name, place) -> {
      if (!known.containsKey(name)) {
        missing.add(missing(subject, name, place));
      }
    });
    if (!missing.isEmpty()) {
      throw new BuildFailedException(new Failure.PipelineInvalid(missing));
    }
  }

  private static Problem missing(Subject subject, String name, String place) {
    return new Problem(
        place,
        0,
        0,
        "there is no secret " + name + " for " + subject.repository().name(),
        "set it with `slipway secrets set " + subject.repository().name() + " " + name + "`");
  }

  /** Where each is wanted, by its name. */
  private static Map<String, String> wanted(Plan.Build plan) {
    Map<String, String> wanted = new TreeMap<>();
    for (Step step : plan.pipeline().steps()) {
      EnvValue.secrets(step.env())
          .forEach(name -> wanted.putIfAbsent(name, "steps." + step.name()));
    }
    for (SideService service : plan.pipeline().services()) {
      EnvValue.secrets(service.env())
          .forEach(name -> wanted.putIfAbsent(name, "services." + service.name()));
    }
    for (ImageBuild image : plan.images()) {
      image.secrets().forEach(name -> wanted.putIfAbsent(name, "build." + image.name()));
    }
    return wanted;
  }

  /**
   * What a build may use and nobody may see.
   *
   * @param values by name
   * @param masking hides them
   */
  record Revealed(Map<String, Secret> values, Masking masking) {
    static final Revealed NONE = new Revealed(Map.of(), Masking.NONE);
  }
}
