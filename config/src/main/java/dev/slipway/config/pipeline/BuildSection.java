package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Entries;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Word;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Yaml;
import dev.slipway.core.NameFilter;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.ImageBuild.Cache;
import dev.slipway.core.pipeline.ImageBuild.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code build} key: a folder, a map, or a list of maps with names. */
final class BuildSection {
  static final String KEY = "build";

  private static final String DOCKERFILE = "Dockerfile";
  private static final int MOST_IMAGES = 50;
  private static final int MOST_ARGS = 200;
  private static final int MOST_SECRETS = 50;
  private static final int MOST_PLATFORMS = 10;
  private static final List<String> CACHES = Arrays.stream(Cache.values()).map(Cache::id).toList();
  private static final List<String> ENGINES =
      Arrays.stream(Engine.values()).map(Engine::id).toList();

  private static final Key NAME =
      Key.of(
              "name",
              "Tells the images of one repository apart, and is what `deploy` calls it by.",
              Text.of(Names.LABEL))
          .like("name: web");

  private static final List<Key> OTHERS =
      List.of(
          Key.of(
                  "context",
                  "The folder that is sent to the engine; the repository's root, if not said.",
                  Text.of(Names.FOLDER))
              .like("context: ."),
          Key.of("dockerfile", "Its path from the context.", Text.of(Names.FILE))
              .like("dockerfile: Dockerfile"),
          Key.of("target", "The stage to build; the last, if not said.", Text.of(Names.STAGE)),
          Key.of(
              "args",
              "Build arguments; they can be read from the image, so that secrets do not belong here.",
              new Entries(Names.VARIABLE, Text.FREE, MOST_ARGS)),
          Key.of(
                  "secrets",
                  "Names of stored secrets that steps mount by `RUN --mount=type=secret,id=NAME`.",
                  Either.listOr(Text.of(Names.SECRET), 0, MOST_SECRETS))
              .like("secrets: [NPM_TOKEN]"),
          Key.of(
                  "platforms",
                  "What to build for; the builder's own platform, if not said.",
                  Either.listOr(Text.of(Names.PLATFORM), 0, MOST_PLATFORMS))
              .like("platforms: [linux/amd64]"),
          Key.of(
              "cache",
              "Where results of steps are kept for the next build: registry, local or off.",
              new Word("cache", CACHES)),
          Key.of(
              "engine",
              "What builds it: auto, buildkit, docker or jib.",
              new Word("engine", ENGINES)),
          Key.of(
                  "when",
                  "Leaves the image out where no changed path matches.",
                  Section.of(
                      "image_conditions",
                      Key.of("path", "At least one changed path.", Patterns.PATH)
                          .needed()
                          .like("path: web/**")))
              .like("when: { path: web/** }"));

  private static final Section IMAGE = new Section("image", keys(NAME), Map.of(), null);
  private static final Section NAMED =
      new Section("named_image", keys(NAME.needed()), Map.of(), null);

  static final Shape SHAPE =
      Either.of(Text.of(Names.FOLDER), IMAGE, new Items(NAMED, 1, MOST_IMAGES));

  private final Variables variables;
  private final Patterns patterns;

  BuildSection(Variables variables, Patterns patterns) {
    this.variables = variables;
    this.patterns = patterns;
  }

  private static List<Key> keys(Key name) {
    List<Key> keys = new ArrayList<>(List.of(name));
    keys.addAll(OTHERS);
    return keys;
  }

  List<ImageBuild> read(Fields file, String defaultName) {
    Optional<Yaml> value = file.value(KEY);
    if (value.isEmpty() || value.get() instanceof Yaml.Scalar) {
      String folder = folder(file.text(KEY).orElse(""));
      return List.of(new ImageBuild(defaultName, folder, DOCKERFILE, null, Map.of()));
    }
    return file.mappings(KEY).stream().map(fields -> image(fields, defaultName)).toList();
  }

  private ImageBuild image(Fields fields, String defaultName) {
    return new ImageBuild(
        fields.text("name").orElse(defaultName),
        folder(fields.text("context").orElse("")),
        folder(fields.text("dockerfile").orElse(DOCKERFILE)),
        fields.text("target").orElse(null),
        args(fields),
        fields.texts("secrets").stream().distinct().toList(),
        fields.texts("platforms").stream().distinct().toList(),
        fields.text("cache").flatMap(Cache::of).orElse(Cache.REGISTRY),
        fields.text("engine").flatMap(Engine::of).orElse(Engine.AUTO),
        fields.mapping("when").map(when -> patterns.filter(when, "path")).orElse(NameFilter.ALL));
  }

  private Map<String, String> args(Fields fields) {
    Map<String, String> args = new LinkedHashMap<>();
    fields.textMap("args").forEach((arg, text) -> args.put(arg, variables.replace(text)));
    return args;
  }

  /** A path relative to the root, without a leading {@code ./}; the root is empty. */
  private static String folder(String path) {
    String clean = path.replaceAll("/+", "/").replaceAll("^(\\./)+", "").replaceAll("/$", "");
    return clean.equals(".") ? "" : clean;
  }
}
