package dev.slipway.builder.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.build.StepReport.Status;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands the engine's classic builder, which writes everything into one stream of text. Its
 * own messages are told from a command's output by the container that runs in between.
 */
final class ClassicOutput implements BuildOutput {
  private static final Pattern STEP = Pattern.compile("Step (\\d+/\\d+) : (.*)", Pattern.DOTALL);
  private static final Pattern RUNNING = Pattern.compile(" ---> Running in ([0-9a-f]+)\\n?");
  private static final Pattern LAYER = Pattern.compile(" ---> [0-9a-f]*\\n?");
  private static final Pattern DONE =
      Pattern.compile("Successfully (built|tagged) .*", Pattern.DOTALL);

  /** How the engine colours what came from the error output, each piece of it. */
  private static final String RED = "\u001b[91m";

  private static final String PLAIN = "\u001b[0m";

  private final BuildSteps steps;
  private @Nullable String step;
  private @Nullable String container;
  private boolean cached;
  private @Nullable String imageId;
  private @Nullable String failedStep;

  ClassicOutput(BuildSteps steps) {
    this.steps = steps;
  }

  @Override
  public void read(JsonNode message) {
    if (message.has("stream")) {
      stream(message.get("stream").asText());
    } else if (message.has("aux")) {
      imageId = message.path("aux").path("ID").asText(imageId);
    } else if (message.has("error")) {
      fail(message);
    } else if (message.has("status") && message.path("progressDetail").isEmpty()) {
      String id = message.path("id").asText();
      steps.line(current(), (id.isEmpty() ? "" : id + ": ") + message.get("status").asText());
    }
  }

  private void stream(String text) {
    if (container == null) {
      ownWords(text);
    } else if (text.equals("Removing intermediate container " + container + "\n")) {
      container = null;
    } else if (text.startsWith(RED) && text.endsWith(PLAIN)) {
      output(2, text.substring(RED.length(), text.length() - PLAIN.length()));
    } else {
      output(1, text);
    }
  }

  private void ownWords(String text) {
    Matcher next = STEP.matcher(text);
    Matcher running = RUNNING.matcher(text);
    if (next.matches()) {
      finish();
      step = "[" + next.group(1) + "] " + next.group(2).strip();
      steps.start(step);
    } else if (running.matches()) {
      container = running.group(1);
    } else if (text.equals(" ---> Using cache\n")) {
      cached = true;
    } else if (DONE.matcher(text).matches()) {
      finish();
    } else if (!text.isBlank() && !LAYER.matcher(text).matches()) {
      output(1, text);
    }
  }

  private void output(int stream, String text) {
    steps.output(current(), stream, StandardCharsets.UTF_8.encode(text));
  }

  private String current() {
    return step == null ? BuildSteps.CONTEXT : step;
  }

  private void finish() {
    steps.finish(current(), Status.SUCCEEDED, null, cached);
    cached = false;
    container = null;
  }

  private void fail(JsonNode message) {
    failedStep = current();
    int code = message.path("errorDetail").path("code").asInt();
    steps.finish(current(), Status.FAILED, code == 0 ? null : code, false);
  }

  @Override
  public void end(@Nullable String broken) {
    // Its steps come one after the other, so that each is ended by the next.
  }

  @Override
  public boolean stuck() {
    return false;
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
    return failedStep == null ? null : BuildErrors.baseImage(failedStep);
  }

  @Override
  public boolean executing() {
    return step != null;
  }
}
