package dev.slipway.config.pipeline;

import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Position;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.config.yaml.YamlParser;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.pipeline.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code .slipway.yml}; without one, everything is inferred. Safe for concurrent use. */
public final class PipelineFile implements PipelineReader {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);
  private static final String DEFAULT_TAG = "${SHA_SHORT}";

  @Override
  public Reading read(byte @Nullable [] file, Context context) {
    Problems problems = new Problems();
    if (file != null && file.length > LARGEST) {
      problems.add("", Position.START, "the file is larger than 256 kB", "move data elsewhere");
      return new Reading.Invalid(problems.all());
    }
    Yaml document =
        file == null
            ? new Yaml.Mapping(Map.of(), Position.START)
            : YamlParser.parse(file, problems).orElse(null);
    if (document instanceof Yaml.Scalar scalar && scalar.isNull()) {
      document = new Yaml.Mapping(Map.of(), Position.START);
    }
    if (!(document instanceof Yaml.Mapping mapping)) {
      if (document != null) {
        problems.add("", document.at(), "expected a map, found " + document.kind(), "");
      }
      return new Reading.Invalid(problems.all());
    }
    Pipeline pipeline = pipeline(new Fields(mapping, "", problems), problems, context);
    return problems.none() ? new Reading.Valid(pipeline) : new Reading.Invalid(problems.all());
  }

  private static Pipeline pipeline(Fields file, Problems problems, Context context) {
    String name = file.text("name").orElse(context.repository().name());
    Duration timeout = file.duration("timeout").orElse(DEFAULT_TIMEOUT);
    Variables variables = Variables.of(context, file.textMap("env"));
    String defaultName = Names.toLabel(context.repository().name());
    List<When> when = new WhenSection(problems).read(file);
    List<ImageBuild> builds = new BuildSection(variables, problems).read(file, defaultName);
    List<DeploySpec> deploys =
        new DeploySection(variables, problems).read(file, defaultName, builds);
    List<String> tags = tags(file, variables);
    file.notYet("concurrency", "steps", "services", "preview", "sync", "notify");
    file.misnamed("on", "write `when:`; `on` is a truth value to many readers of YAML");
    file.finish();
    return new Pipeline(name, when, timeout, builds, tags, deploys);
  }

  /**
   * Tags whose variables are empty are left out; the commit's own tag is there when no other is
   * left.
   */
  private static List<String> tags(Fields file, Variables variables) {
    Set<String> tags = new LinkedHashSet<>();
    for (String written : file.texts("tags")) {
      String tag = Names.toTag(variables.replace(written, file, "tags"));
      if (!tag.isEmpty()) {
        tags.add(tag);
      }
    }
    if (tags.isEmpty()) {
      tags.add(variables.replace(DEFAULT_TAG, file, "tags"));
    }
    return new ArrayList<>(tags);
  }
}
