package dev.slipway.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a pipeline will do, in one line for each thing. */
public final class PipelineSummary {
  private PipelineSummary() {}

  /** Steps, services, images, deployments and the names of the secrets, in this order. */
  public static List<String> of(Pipeline pipeline) {
    List<String> lines = new ArrayList<>();
    pipeline.steps().forEach(step -> lines.add(step(step)));
    pipeline.services().forEach(service -> lines.add(service(service)));
    pipeline.builds().forEach(build -> lines.add(build(build)));
    pipeline.deploys().forEach(deploy -> lines.add(deploy(deploy)));
    if (!pipeline.secrets().isEmpty()) {
      lines.add("secrets " + String.join(", ", pipeline.secrets()));
    }
    return lines;
  }

  private static String step(Step step) {
    String after =
        step.dependsOn().isEmpty()
            ? " at once"
            : " after " + String.join(", ", new TreeSet<>(step.dependsOn()));
    return "step " + step.name() + " in " + step.image() + after;
  }

  private static String service(SideService service) {
    return "service " + service.name() + " from " + service.image();
  }

  private static String build(ImageBuild build) {
    String folder = build.context().isEmpty() ? "." : build.context();
    return "build " + build.name() + " from " + folder + "/" + build.dockerfile();
  }

  private static String deploy(DeploySpec deploy) {
    return "deploy %s to %s as %s".formatted(deploy.service(), deploy.environment(), hosts(deploy));
  }

  private static String hosts(DeploySpec deploy) {
    return deploy.hosts().stream().map(HostPath::toString).collect(Collectors.joining(", "));
  }
}
