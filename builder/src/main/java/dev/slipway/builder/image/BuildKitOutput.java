package dev.slipway.builder.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.builder.image.SolveStatus.Output;
import dev.slipway.builder.image.SolveStatus.Progress;
import dev.slipway.builder.image.SolveStatus.Vertex;
import dev.slipway.core.build.StepReport.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands BuildKit, whose progress comes as a graph of operations. Those of the Dockerfile are
 * steps under BuildKit's own names. The ones that fetch what it was sent are one step, {@value
 * BuildSteps#CONTEXT}, and those that look up base images another, {@value #BASE_IMAGE}: a reader
 * of the log wants to know that they took time or failed, not how they are made.
 */
final class BuildKitOutput implements BuildOutput {
  static final String BASE_IMAGE = "base image";
  private static final String EXPORT = "export";

  private static final Pattern LOOK_UP =
      Pattern.compile("(?:\\[internal] load metadata for|resolve image config for) (?<image>.+)");
  private static final Pattern CLIPPED =
      Pattern.compile("\\s*\\[output clipped, log limit (?<limit>\\S+) reached]\\s*");

  private final BuildSteps steps;
  private final Map<String, String> stepOf = new HashMap<>();
  private final Map<String, Set<String>> running = new HashMap<>();
  private final Set<String> completed = new HashSet<>();
  private final Set<String> completedParts = new HashSet<>();
  private final Set<String> clipped = new HashSet<>();
  private @Nullable String imageId;
  private @Nullable String failedStep;
  private @Nullable String imageBeingFetched;
  private boolean executing;

  BuildKitOutput(BuildSteps steps) {
    this.steps = steps;
  }

  @Override
  public void read(JsonNode message) throws IOException {
    switch (message.path("id").asText()) {
      case "moby.buildkit.trace" -> read(SolveStatus.read(message.path("aux").binaryValue()));
      case "moby.image.id" -> imageId = message.path("aux").path("ID").asText();
      default -> {
        // Errors are the caller's; whatever else an engine may add is no progress.
      }
    }
  }

  /** Ends come last: the final output of an operation may arrive together with its end. */
  private void read(SolveStatus status) {
    status.vertexes().stream().filter(Vertex::started).forEach(this::start);
    status.progress().forEach(this::progress);
    status.output().forEach(this::output);
    status.vertexes().stream().filter(Vertex::completed).forEach(this::complete);
  }

  private void start(Vertex vertex) {
    if (stepOf.containsKey(vertex.digest())) {
      return;
    }
    String step = step(vertex);
    stepOf.put(vertex.digest(), step);
    executing |= vertex.name().startsWith("[") && !gathers(step);
    running.computeIfAbsent(step, _ -> new HashSet<>()).add(vertex.digest());
    steps.start(step);
    Matcher lookUp = LOOK_UP.matcher(vertex.name());
    if (lookUp.matches()) {
      steps.line(step, "looking up " + lookUp.group("image"));
    }
    settle();
  }

  private void progress(Progress part) {
    String step = stepOf.get(part.vertex());
    if (step != null && part.completed() && completedParts.add(part.vertex() + part.id())) {
      steps.line(step, part.total() > 0 ? part.id() + " " + Bytes.text(part.total()) : part.id());
    }
  }

  private void output(Output output) {
    String step = stepOf.get(output.vertex());
    if (step == null) {
      return;
    }
    Matcher clip = CLIPPED.matcher(StandardCharsets.UTF_8.decode(output.bytes().duplicate()));
    if (!clip.matches()) {
      steps.output(step, output.stream(), output.bytes());
    } else if (clipped.add(step)) {
      steps.line(step, clipNotice(clip.group("limit")));
    }
  }

  private static String clipNotice(String limit) {
    return "[the engine cut the output of this step here, at its limit of "
        + limit
        + "; to keep all of it, restart the engine with BUILDKIT_STEP_LOG_MAX_SIZE=1073741824 and"
        + " BUILDKIT_STEP_LOG_MAX_SPEED=1073741824 in its environment]";
  }

  private void complete(Vertex vertex) {
    String step = stepOf.get(vertex.digest());
    if (step == null || !completed.add(vertex.digest())) {
      return;
    }
    running.getOrDefault(step, Set.of()).remove(vertex.digest());
    if (!vertex.error().isEmpty()) {
      fail(step, vertex);
    } else if (gathers(step)) {
      settle();
    } else {
      steps.finish(step, Status.SUCCEEDED, null, vertex.cached());
    }
  }

  private void fail(String step, Vertex vertex) {
    if (vertex.error().contains("context canceled")) {
      // Stopped because another one failed.
      steps.finish(step, Status.CANCELED, null, false);
      return;
    }
    if (failedStep == null) {
      failedStep = step;
      Matcher lookUp = LOOK_UP.matcher(vertex.name());
      imageBeingFetched =
          lookUp.matches() ? lookUp.group("image") : BuildErrors.baseImage(vertex.name());
    }
    steps.finish(step, Status.FAILED, BuildErrors.exitCode(vertex.error()), false);
  }

  /** Ends the steps that gather several operations once all are done and others have begun. */
  private void settle() {
    if (steps.started(BASE_IMAGE) || executing) {
      settle(BuildSteps.CONTEXT);
    }
    if (executing) {
      settle(BASE_IMAGE);
    }
  }

  private void settle(String step) {
    if (running.getOrDefault(step, Set.of()).isEmpty()) {
      steps.finish(step, Status.SUCCEEDED, null, false);
    }
  }

  private static boolean gathers(String step) {
    return step.equals(BuildSteps.CONTEXT) || step.equals(BASE_IMAGE);
  }

  private String step(Vertex vertex) {
    String name = vertex.name();
    if (LOOK_UP.matcher(name).matches()) {
      return BASE_IMAGE;
    }
    if (name.startsWith("[internal]") || name.startsWith("[auth]") || name.startsWith("copy /")) {
      return BuildSteps.CONTEXT;
    }
    if (name.startsWith("exporting ")) {
      return EXPORT;
    }
    String line = name.lines().findFirst().orElse(vertex.digest());
    return steps.started(line) ? line + " (again)" : line;
  }

  @Override
  public @Nullable String imageId() {
    return imageId;
  }

  @Override
  public @Nullable String failedStep() {
    return failedStep;
  }

  @Override
  public @Nullable String imageBeingFetched() {
    return imageBeingFetched;
  }

  @Override
  public boolean executing() {
    return executing;
  }
}
