package dev.slipway.config.pipeline;

import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.yaml.Fields;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.SideService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code services} key: containers beside the steps. */
final class ServicesSection {
  static final String KEY = "services";

  private static final int MOST_SERVICES = 20;

  private static final Section SERVICE =
      Section.of(
          "side_service",
          Key.of("name", "The host name by which steps reach it.", Text.of(Names.LABEL))
              .needed()
              .like("name: redis"),
          Key.of("image", "The image that it runs.", Text.of(Names.IMAGE))
              .needed()
              .like("image: redis:8"),
          Key.of("command", "Instead of what the image starts.", ContainerKeys.COMMAND)
              .like("command: [redis-server, --save, \"\"]"),
          Key.of("env", "Variables of the container, beside the file's own.", ContainerKeys.ENV),
          Key.of(
                  "healthcheck",
                  "When it is ready for the steps; the image's own check, if not said.",
                  Section.of(
                      "side_healthcheck",
                      Key.of(
                              "command",
                              "Run in the container until it ends with 0.",
                              ContainerKeys.COMMAND)
                          .needed()
                          .like("command: redis-cli ping")))
              .like("healthcheck: { command: redis-cli ping }"),
          Key.of("resources", "Limits of the container.", ContainerKeys.RESOURCES)
              .like("resources: { cpus: 2, memory: 2G }"));

  static final Shape SHAPE = new Items(SERVICE, 1, MOST_SERVICES);

  private final ContainerKeys container;
  private final Map<String, EnvValue> shared;

  /**
   * @param shared variables of the whole file; a service's own win
   */
  ServicesSection(ContainerKeys container, Map<String, EnvValue> shared) {
    this.container = container;
    this.shared = shared;
  }

  List<SideService> read(Fields file) {
    return file.mappings(KEY).stream().map(this::service).toList();
  }

  private SideService service(Fields fields) {
    Map<String, EnvValue> env = new LinkedHashMap<>(shared);
    env.putAll(container.env(fields));
    return new SideService(
        fields.text("name").orElse(""),
        fields.text("image").orElse(""),
        ContainerKeys.command(fields, "command"),
        env,
        fields
            .mapping("healthcheck")
            .map(check -> ContainerKeys.command(check, "command"))
            .orElse(List.of()),
        container.resources(fields));
  }
}
