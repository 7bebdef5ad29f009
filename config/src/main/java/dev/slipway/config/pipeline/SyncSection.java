package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Form;
import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Truth;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import dev.slipway.core.Glob;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.SyncSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@code sync} key: where else images are to be; a map, or a list of maps. */
final class SyncSection {
  static final String KEY = "sync";

  private static final int MOST_ENTRIES = 20;
  private static final int LONGEST_TAG = 128;

  private static final Text TO =
      Text.of(
          Form.strict(
              "a repository",
              255,
              "(?:localhost|[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+|[A-Za-z0-9-]+(?=:))(?::[0-9]{1,5})?"
                  + "(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)+",
              "write it like ghcr.io/acme/shop"));

  private static final Text TAG =
      Text.of(
          Form.strict(
              "a pattern of tags",
              LONGEST_TAG,
              "[A-Za-z0-9_.*?-]+",
              "tags have letters, digits, dots, dashes and underscores; write one like v*"));

  private static final Section COPY =
      Section.of(
          "sync",
          Key.of("to", "The repository in another registry.", TO)
              .needed()
              .like("to: ghcr.io/acme/shop"),
          Key.of(
                  "tags",
                  "Patterns of the tags to copy, of those that the build gives; all, if not said.",
                  Either.listOr(TAG, 0, MOST_ENTRIES))
              .like("tags: [\"v*\"]"),
          Key.of(
                  "build",
                  "Which image; it needs saying where several are built.",
                  Text.of(Names.LABEL))
              .like("build: web"),
          Key.of(
                  "platforms",
                  "Only these of an index, which becomes another one by that; all, if not said.",
                  Either.listOr(Text.of(Names.PLATFORM), 0, MOST_ENTRIES))
              .like("platforms: [linux/amd64]"),
          Key.of(
                  "referrers",
                  "Whether signatures, SBOMs and attestations go along; they do, if not said.",
                  Truth.EITHER)
              .like("referrers: false"),
          Key.of(
                  "immutable",
                  "Patterns of tags there that are never overwritten.",
                  Either.listOr(TAG, 0, MOST_ENTRIES))
              .like("immutable: [\"v*\"]"));

  static final Shape SHAPE = Either.listOr(COPY, 0, MOST_ENTRIES);

  private final Problems problems;

  SyncSection(Problems problems) {
    this.problems = problems;
  }

  List<SyncSpec> read(Fields file, List<ImageBuild> builds) {
    List<SyncSpec> specs = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Fields fields : file.mappings(KEY)) {
      SyncSpec spec = spec(fields, builds);
      if (!taken.add(spec.to() + " " + spec.build()) && !spec.to().isEmpty()) {
        problems.add(
            fields.path("to"),
            fields.at("to"),
            "the image is copied to " + Problems.quoted(spec.to()) + " already",
            "say all its tags in one entry");
      }
      specs.add(spec);
    }
    return specs;
  }

  private SyncSpec spec(Fields fields, List<ImageBuild> builds) {
    return new SyncSpec(
        fields.text("to").orElse(""),
        build(fields, builds),
        globs(fields, "tags"),
        Set.copyOf(fields.texts("platforms")),
        fields.truth("referrers").orElse(true),
        globs(fields, "immutable"));
  }

  private String build(Fields fields, List<ImageBuild> builds) {
    List<String> names = builds.stream().map(ImageBuild::name).toList();
    Optional<String> build = fields.text("build");
    if (build.isEmpty() && names.size() > 1) {
      problems.add(
          fields.path("build"), fields.at(), "which image to copy is not said", "one of " + names);
    }
    build
        .filter(name -> !names.contains(name))
        .ifPresent(name ->
            problems.unknown(fields.path("build"), fields.at("build"), "image", name, names));
    return build.orElse(names.isEmpty() ? "" : names.getFirst());
  }

  private static List<Glob> globs(Fields fields, String key) {
    return fields.texts(key).stream().filter(text -> !text.isEmpty()).map(Glob::new).toList();
  }
}
