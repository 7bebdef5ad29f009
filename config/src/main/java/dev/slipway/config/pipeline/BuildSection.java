package dev.slipway.config.pipeline;

import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.core.pipeline.ImageBuild;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code build} key: a folder, a map, or a list of maps with names. */
final class BuildSection {
  private static final String KEY = "build";
  private static final String DOCKERFILE = "Dockerfile";

  private final Variables variables;
  private final Problems problems;

  BuildSection(Variables variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  List<ImageBuild> read(Fields file, String defaultName) {
    Optional<Yaml> value = file.value(KEY);
    if (value.isEmpty()) {
      return List.of(new ImageBuild(defaultName, "", DOCKERFILE, null, Map.of()));
    }
    return switch (value.get()) {
      case Yaml.Scalar folder ->
          List.of(
              new ImageBuild(
                  defaultName, folder(folder.text(), file, KEY), DOCKERFILE, null, Map.of()));
      case Yaml.Mapping map -> List.of(image(new Fields(map, KEY, problems), defaultName));
      case Yaml.Sequence list -> images(file, list);
    };
  }

  private List<ImageBuild> images(Fields file, Yaml.Sequence list) {
    Map<String, ImageBuild> images = new LinkedHashMap<>();
    for (Yaml item : list.items()) {
      String path = KEY + "[" + images.size() + "]";
      if (!(item instanceof Yaml.Mapping map)) {
        problems.add(path, item.at(), "expected a map, found " + item.kind(), "give it a `name`");
        continue;
      }
      ImageBuild image = image(new Fields(map, path, problems), null);
      if (images.putIfAbsent(image.name(), image) != null) {
        problems.add(path, item.at(), "a second image is called " + image.name(), "rename one");
      }
    }
    if (images.isEmpty()) {
      file.problem(KEY, "the list is empty", "leave `build` out to build the Dockerfile");
    }
    return new ArrayList<>(images.values());
  }

  private ImageBuild image(Fields fields, @Nullable String defaultName) {
    String name = name(fields, defaultName);
    String context = folder(fields.text("context").orElse(""), fields, "context");
    String dockerfile = folder(fields.text("dockerfile").orElse(DOCKERFILE), fields, "dockerfile");
    String target = fields.text("target").orElse(null);
    Map<String, String> args = new LinkedHashMap<>();
    fields
        .textMap("args")
        .forEach((arg, text) -> args.put(arg, variables.replace(text, fields, "args")));
    fields.notYet("secrets", "platforms", "cache", "engine", "when");
    fields.finish();
    return new ImageBuild(name, context, dockerfile, target, args);
  }

  private static String name(Fields fields, @Nullable String defaultName) {
    Optional<String> name = fields.text("name");
    if (name.isEmpty() && defaultName == null) {
      fields.problem("name", "an image in a list needs a name", "add `name: web`");
    }
    name.filter(given -> !Names.isLabel(given))
        .ifPresent(given ->
            fields.problem(
                "name",
                "`" + given + "` is no name",
                "use small letters, digits and dashes, as in " + Names.toLabel(given)));
    return name.orElse(defaultName == null ? "" : defaultName);
  }

  /** A path relative to the root, without a leading {@code ./}; the root is empty. */
  private static String folder(String path, Fields fields, String key) {
    if (!Names.staysInside(path)) {
      fields.problem(
          key, "`" + path + "` leads out of the repository", "give a path relative to its root");
    }
    String clean = path.replaceAll("/+", "/").replaceAll("^(\\./)+", "").replaceAll("/$", "");
    return clean.equals(".") ? "" : clean;
  }
}
