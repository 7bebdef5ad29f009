package dev.slipway.builder.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.builder.image.SolveStatus.Output;
import dev.slipway.builder.image.SolveStatus.Progress;
import dev.slipway.builder.image.SolveStatus.Vertex;
import dev.slipway.core.build.StepReport.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands BuildKit, whose progress comes as a graph of operations, and shows them as steps with
 * the times that BuildKit tells. An operation that needs no other one, such as fetching a base
 * image, runs in turns: first to see what it would bring, later to bring it. It has ended when
 * another one goes on from it.
 */
final class BuildKitOutput implements BuildOutput {
  private static final Pattern CLIPPED =
      Pattern.compile("\\s*\\[output clipped, log limit (?<limit>\\S+) reached]\\s*");

  /** That many messages in a row that say nothing are no coincidence; see {@link ReadAhead}. */
  private static final int SUSPICIOUS = 1_000;

  /** How many of them to bear with until the image comes after all: some seconds' worth. */
  private static final int TOO_MANY = 500_000;

  private final BuildSteps steps;
  private final EngineClock clock;
  private final PartProgress parts = new PartProgress();
  private final Map<String, Shown> stepOf = new HashMap<>();
  private final Map<String, Shown> shown = new LinkedHashMap<>();
  private final Set<String> clipped = new HashSet<>();
  private @Nullable String imageId;
  private @Nullable String failedStep;
  private @Nullable String imageBeingFetched;
  private boolean executing;
  private int empty;

  BuildKitOutput(BuildSteps steps, EngineClock clock) {
    this.steps = steps;
    this.clock = clock;
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
    if (status.saysNothing()) {
      empty++;
      return;
    }
    empty = 0;
    for (Vertex vertex : status.vertexes()) {
      if (vertex.startedAt() != null) {
        start(vertex, vertex.startedAt());
      }
    }
    status.progress().forEach(this::progress);
    status.output().forEach(this::output);
    for (Vertex vertex : status.vertexes()) {
      if (vertex.completedAt() != null) {
        complete(vertex, vertex.completedAt());
      }
    }
    status.vertexes().stream().filter(vertex -> vertex.startedAt() != null).forEach(this::goOn);
  }

  private void start(Vertex vertex, Instant at) {
    Shown step = stepOf.get(vertex.digest());
    if (step == null) {
      step = show(vertex);
      stepOf.put(vertex.digest(), step);
      executing |= VertexSteps.ofDockerfile(vertex);
      steps.start(step.name, clock.ours(at));
      explain(step, vertex);
    }
    if (vertex.completedAt() == null) {
      step.running.add(vertex.digest());
    }
  }

  private Shown show(Vertex vertex) {
    String name = VertexSteps.of(vertex);
    if (!VertexSteps.gathers(name) && shown.containsKey(name)) {
      name += " (again)";
    }
    return shown.computeIfAbsent(name, Shown::new);
  }

  private void explain(Shown step, Vertex vertex) {
    String lookedUp = VertexSteps.lookedUp(vertex);
    if (lookedUp != null) {
      steps.line(step.name, "looking up " + lookedUp);
    }
  }

  private void progress(Progress part) {
    Shown step = stepOf.get(part.vertex());
    String line = step == null ? null : parts.line(part);
    if (step != null && line != null) {
      steps.line(step.name, line);
    }
  }

  private void output(Output output) {
    Shown step = stepOf.get(output.vertex());
    if (step == null) {
      return;
    }
    Matcher clip = CLIPPED.matcher(StandardCharsets.UTF_8.decode(output.bytes().duplicate()));
    if (!clip.matches()) {
      steps.output(step.name, output.stream(), output.bytes());
    } else if (clipped.add(step.name)) {
      steps.line(step.name, clipNotice(clip.group("limit")));
    }
  }

  private static String clipNotice(String limit) {
    return "[the engine cut the output of this step here, at its limit of "
        + limit
        + "; to keep all of it, restart the engine with BUILDKIT_STEP_LOG_MAX_SIZE=1073741824 and"
        + " BUILDKIT_STEP_LOG_MAX_SPEED=1073741824 in its environment]";
  }

  private void complete(Vertex vertex, Instant at) {
    Shown step = stepOf.get(vertex.digest());
    if (step == null) {
      return;
    }
    step.running.remove(vertex.digest());
    step.cached |= vertex.cached();
    step.endedAt = clock.ours(at);
    String imported = VertexSteps.imported(vertex);
    if (imported != null) {
      steps.line(step.name, found(imported, vertex.error()));
    } else if (!vertex.error().isEmpty()) {
      fail(step, vertex);
    } else if (!VertexSteps.gathers(step.name) && !vertex.inputs().isEmpty()) {
      succeed(step);
    }
  }

  /** What is not there, or cannot be used, makes the build slower and nothing worse. */
  private static String found(String image, String error) {
    if (error.isEmpty()) {
      return "looked at " + image;
    }
    return error.endsWith("not found")
        ? "there is no " + image + " yet"
        : image + " cannot be used: " + error;
  }

  private void fail(Shown step, Vertex vertex) {
    if (vertex.error().contains("context canceled")) {
      // Stopped because another one failed.
      steps.finish(step.name, Status.CANCELED, null, false, step.endedAt);
      return;
    }
    if (failedStep == null) {
      failedStep = step.name;
      String lookedUp = VertexSteps.lookedUp(vertex);
      imageBeingFetched = lookedUp == null ? BuildErrors.baseImage(vertex.name()) : lookedUp;
    }
    steps.finish(
        step.name, Status.FAILED, BuildErrors.exitCode(vertex.error()), false, step.endedAt);
  }

  /** What an operation goes on from has ended; so has what is gathered, once it is under way. */
  private void goOn(Vertex vertex) {
    for (String input : vertex.inputs()) {
      Shown step = stepOf.get(input);
      if (step != null && !VertexSteps.gathers(step.name)) {
        succeed(step);
      }
    }
    if (executing || shown.containsKey(VertexSteps.BASE_IMAGE)) {
      succeed(shown.get(BuildSteps.CONTEXT));
    }
    if (executing) {
      succeed(shown.get(VertexSteps.FRONTEND));
      succeed(shown.get(VertexSteps.BASE_IMAGE));
    }
  }

  private void succeed(@Nullable Shown step) {
    if (step != null && step.running.isEmpty()) {
      boolean cached = step.cached && !VertexSteps.gathers(step.name);
      steps.finish(step.name, Status.SUCCEEDED, null, cached, step.endedAt);
    }
  }

  @Override
  public void end(@Nullable String broken) {
    shown.values().stream().filter(step -> !step.name.equals(broken)).forEach(this::succeed);
  }

  @Override
  public boolean stuck() {
    return empty >= (imageId == null ? TOO_MANY : SUSPICIOUS);
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

  /** A step, and what is known of the operations in it. */
  private static final class Shown {
    private final String name;
    private final Set<String> running = new HashSet<>();
    private boolean cached;
    private @Nullable Instant endedAt;

    Shown(String name) {
      this.name = name;
    }
  }
}
