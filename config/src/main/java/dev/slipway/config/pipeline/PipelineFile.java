package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Check;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Position;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.config.yaml.YamlParser;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.pipeline.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code .slipway.yml}; without one, everything is inferred. Safe for concurrent use. */
public final class PipelineFile implements PipelineReader {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);
  private static final String DEFAULT_TAG = "${SHA_SHORT}";

  private final @Nullable Set<String> targets;

  /** A reader that takes every name for that of a target: which there are, a server knows. */
  public PipelineFile() {
    targets = null;
  }

  /** A reader that knows the targets. */
  public PipelineFile(Set<String> targets) {
    this.targets = Set.copyOf(targets);
  }

  @Override
  public Reading read(byte @Nullable [] file, Context context) {
    Problems problems = new Problems();
    Optional<Yaml> document = document(file, problems);
    if (document.isEmpty()) {
      return new Reading.Invalid(problems.all());
    }
    Yaml written = document.get().isNothing() ? nothing() : document.get();
    Yaml.Mapping mapping = written instanceof Yaml.Mapping map ? map : nothing();
    Variables variables = Variables.of(context);
    Fields fields = new Fields(mapping, "");
    Map<String, EnvValue> env = new EnvSection(variables, problems).read(fields);
    new Check(problems, variables::complaint).document(written, PipelineFormat.FILE);
    Pipeline pipeline = pipeline(fields, env, variables, problems, context);
    return problems.none() ? new Reading.Valid(pipeline) : new Reading.Invalid(problems.all());
  }

  private static Optional<Yaml> document(byte @Nullable [] file, Problems problems) {
    if (file == null) {
      return Optional.of(nothing());
    }
    if (file.length > LARGEST) {
      problems.add("", Position.START, "the file is larger than 256 kB", "move data elsewhere");
      return Optional.empty();
    }
    return YamlParser.parse(file, problems);
  }

  private static Yaml.Mapping nothing() {
    return new Yaml.Mapping(Map.of(), Position.START);
  }

  private Pipeline pipeline(
      Fields file,
      Map<String, EnvValue> env,
      Variables variables,
      Problems problems,
      Context context) {
    String defaultName = Names.toLabel(context.repository().name());
    ContainerKeys container = new ContainerKeys(variables, problems);
    Patterns patterns = new Patterns(problems);
    List<Step> steps = new StepsSection(container, env).read(file);
    List<ImageBuild> builds = new BuildSection(variables, patterns).read(file, defaultName);
    new StepOrder(steps, problems).check(file);
    new UniqueNames(problems).check(file, builds);
    return new Pipeline(
        file.text("name").orElse(context.repository().name()),
        new WhenSection(patterns, problems).read(file),
        new ConcurrencySection(variables).read(file),
        file.duration("timeout").orElse(DEFAULT_TIMEOUT),
        steps,
        new ServicesSection(container, env).read(file),
        builds,
        tags(file, variables),
        new DeploySection(container, variables, targets, problems).read(file, defaultName, builds),
        new SyncSection(problems).read(file, builds));
  }

  /**
   * Tags whose variables are empty are left out; the commit's own tag is there when no other is
   * left.
   */
  private static List<String> tags(Fields file, Variables variables) {
    Set<String> tags = new LinkedHashSet<>();
    for (String written : file.texts(PipelineFormat.TAGS)) {
      String tag = Names.toTag(variables.replace(written));
      if (!tag.isEmpty()) {
        tags.add(tag);
      }
    }
    if (tags.isEmpty()) {
      tags.add(variables.replace(DEFAULT_TAG));
    }
    return new ArrayList<>(tags);
  }
}
