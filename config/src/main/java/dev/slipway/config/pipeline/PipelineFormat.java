package dev.slipway.config.pipeline;

import dev.slipway.config.shape.JsonSchema;
import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape.Amount;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Unit;

/** Every key of the pipeline file: what files are checked by, and what the schema is made from. */
public final class PipelineFormat {
  static final String TAGS = "tags";

  private static final int MOST_TAGS = 20;

  static final Section FILE =
      Section.of(
              "pipeline",
              Key.of(
                      "name",
                      "Shown to people; the repository's, if not said.",
                      Text.of(Names.TITLE))
                  .like("name: shop"),
              Key.of(
                      WhenSection.KEY,
                      "When there is anything to do; one entry is enough, of which all conditions"
                          + " hold.",
                      WhenSection.SHAPE)
                  .like("when: { branch: main }"),
              Key.of(
                      ConcurrencySection.KEY,
                      "Builds that must not run at the same time.",
                      ConcurrencySection.SHAPE)
                  .like("concurrency: \"${BRANCH}\""),
              Key.of(
                      EnvSection.KEY,
                      "Set in every step and side service; plain ones are variables too.",
                      EnvSection.SHAPE)
                  .like("env: { TZ: UTC }"),
              Key.of("timeout", "For the whole build.", new Amount(Unit.TIME)).like("timeout: 30m"),
              Key.of(StepsSection.KEY, "Run before the images are built.", StepsSection.SHAPE)
                  .like("steps: [{ name: test, image: node:22, commands: [npm test] }]"),
              Key.of(ServicesSection.KEY, "Run beside the steps.", ServicesSection.SHAPE)
                  .like("services: [{ name: redis, image: redis:8 }]"),
              Key.of(
                      BuildSection.KEY,
                      "The images: a folder, a map, or a list of maps with names.",
                      BuildSection.SHAPE)
                  .like("build: { context: . }"),
              Key.of(
                      TAGS,
                      "Given to every image; those that become empty are left out.",
                      Either.listOr(Text.FREE, 0, MOST_TAGS))
                  .like("tags: [\"${SHA_SHORT}\", latest]"),
              Key.of(
                      DeploySection.KEY,
                      "What runs where: a map, a list of maps, or false for nothing.",
                      DeploySection.SHAPE)
                  .like("deploy: false"),
              LaterKeys.PREVIEW,
              Key.of(
                      SyncSection.KEY,
                      "Where else the images are to be: copies to other registries.",
                      SyncSection.SHAPE)
                  .like("sync: [{ to: ghcr.io/acme/shop }]"),
              LaterKeys.NOTIFY)
          .hinting("on", "write `when:`; `on` is a truth value to many readers of YAML");

  private PipelineFormat() {}

  /** The JSON Schema of the pipeline file, for editors. */
  public static String schema() {
    return JsonSchema.of(FILE, "Slipway pipeline file");
  }
}
