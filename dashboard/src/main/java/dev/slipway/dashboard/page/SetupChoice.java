package dev.slipway.dashboard.page;

import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.core.pipeline.HostPath;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.dashboard.http.Json;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody chose instead of what was detected; empty leaves it as it was detected.
 *
 * @param dockerfile its path from the root
 * @param atRoot whether it is built from the whole repository, and not from its own folder
 * @param port that the container listens on
 * @param health a path that is asked for
 * @param hosts names, with commas between them
 */
public record SetupChoice(
    String dockerfile, boolean atRoot, String port, String health, String hosts) {
  static final SetupChoice NONE = new SetupChoice("", false, "", "", "");

  private static final String USUAL = "Dockerfile";
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?i:true|false|null)$)[A-Za-z/][A-Za-z0-9._/-]*");
  private static final String FIRST_LINE =
      "# Set up in Slipway. Change it here, or commit it as .slipway.yml.\n";

  /**
   * What a pipeline says, as far as it can be chosen.
   *
   * @param host what a service without hosts is called
   */
  static SetupChoice of(Pipeline pipeline, String host) {
    ImageBuild image = pipeline.builds().getFirst();
    boolean inferred = pipeline.onlyInfersItsImage();
    String path =
        image.context().isEmpty() ? image.dockerfile() : image.context() + "/" + image.dockerfile();
    if (pipeline.deploys().isEmpty()) {
      return new SetupChoice(inferred ? "" : path, image.context().isEmpty(), "", "", "");
    }
    DeploySpec deploy = pipeline.deploys().getFirst();
    Integer port = deploy.workload().port();
    String hosts =
        deploy.hosts().stream().map(HostPath::toString).collect(Collectors.joining(", "));
    return new SetupChoice(
        inferred ? "" : path,
        image.context().isEmpty(),
        port == null ? "" : port.toString(),
        deploy.healthCheck().probe() instanceof Probe.Http(String health, _) ? health : "",
        hosts.equals(host) ? "" : hosts);
  }

  /** The pipeline file that says so; null where what was detected is all that is wanted. */
  @Nullable String pipeline() {
    String build = build();
    String deploy = deploy();
    return build.isEmpty() && deploy.isEmpty() ? null : FIRST_LINE + build + deploy;
  }

  private String build() {
    if (dockerfile.isEmpty() || dockerfile.equals(USUAL)) {
      return "";
    }
    int slash = dockerfile.lastIndexOf('/');
    String folder = atRoot || slash < 0 ? "" : dockerfile.substring(0, slash);
    String below = folder.isEmpty() ? dockerfile : dockerfile.substring(slash + 1);
    return "build:\n"
        + (folder.isEmpty() ? "" : "  context: " + text(folder) + "\n")
        + (below.equals(USUAL) ? "" : "  dockerfile: " + text(below) + "\n");
  }

  private String deploy() {
    StringBuilder keys = new StringBuilder();
    if (!port.isEmpty()) {
      keys.append("  port: ").append(port.matches("\\d+") ? port : text(port)).append('\n');
    }
    if (!health.isEmpty()) {
      keys.append("  healthcheck: ").append(text(health)).append('\n');
    }
    if (!hosts.isEmpty()) {
      String list = names().stream().map(SetupChoice::text).collect(Collectors.joining(", "));
      keys.append("  hosts: [").append(list).append("]\n");
    }
    return keys.isEmpty() ? "" : "deploy:\n" + keys;
  }

  private List<String> names() {
    return Arrays.stream(hosts.split("[,\\s]+", -1)).filter(name -> !name.isEmpty()).toList();
  }

  /** A text in YAML, which reads JSON's strings; some words are no texts without quotes. */
  private static String text(String value) {
    return PLAIN.matcher(value).matches() ? value : Json.write(value);
  }
}
