package dev.slipway.builder.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One build of a Dockerfile on the engine. Both builders are reached by the same request and differ
 * in what they answer; docker-java knows the classic one only.
 *
 * <p>The image gets no label that names the build: its configuration would differ each time, and
 * with it the digest, although the content is the same. Tags and records say which build made it.
 */
final class DockerfileBuild {
  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

  private final Engine engine;
  private final BuilderChoice choice;
  private final ImageBuild spec;
  private final boolean fromFork;
  private final BuildSteps steps;
  private final Cancellation cancellation;

  DockerfileBuild(
      Engine engine,
      BuilderChoice choice,
      Order order,
      BuildProgress progress,
      Cancellation cancellation) {
    this.engine = engine;
    this.choice = choice;
    this.spec = order.fromFork() ? Isolation.of(order.spec(), order.build()) : order.spec();
    this.fromFork = order.fromFork();
    this.steps = new BuildSteps(progress);
    this.cancellation = cancellation;
  }

  /**
   * Builds, and gives the image its names.
   *
   * @return the id of the image on the engine
   * @throws CancellationException when stopped; nothing of the build runs any more
   */
  String run(List<String> names, Checkout checkout) throws BuildFailedException {
    steps.start(BuildSteps.CONTEXT);
    try {
      if (fromFork) {
        check(checkout);
      }
      String imageId = build(names, checkout);
      steps.finishAll(Status.SUCCEEDED);
      return imageId;
    } catch (BuildFailedException e) {
      steps.line(steps.latest(), e.failure().message());
      steps.finishAll(Status.FAILED);
      throw e;
    } catch (CancellationException e) {
      steps.finishAll(Status.CANCELED);
      throw e;
    }
  }

  private void check(Checkout checkout) throws BuildFailedException {
    try {
      Isolation.check(checkout, spec);
    } catch (IOException e) {
      throw new BuildFailedException(contextUnwritten(e), e);
    }
  }

  private String build(List<String> names, Checkout checkout) throws BuildFailedException {
    boolean buildKit = EngineBuilders.buildKit(engine, choice);
    BuildOutput output = buildKit ? new BuildKitOutput(steps) : new ClassicOutput(steps);
    String handle = UUID.randomUUID().toString();
    String path = BuildRequest.path(spec, names, buildKit, handle);
    String error = null;
    ContextBody context = open(checkout);
    try (context;
        Exchange exchange = new Exchange(engine.http());
        var _ = cancellation.onCancel(() -> stop(exchange, handle))) {
      error = converse(exchange.send(BuildRequest.of(path, context)), output);
    } catch (IOException | RuntimeException e) {
      cancellation.check();
      Exception unwritten = context.failure();
      throw unwritten != null
          ? new BuildFailedException(contextUnwritten(unwritten), unwritten)
          : new BuildFailedException(EngineErrors.away(engine, e), e);
    }
    cancellation.check();
    return outcome(error, output);
  }

  private ContextBody open(Checkout checkout) throws BuildFailedException {
    try {
      return ContextBody.of(checkout, spec);
    } catch (IOException e) {
      throw new BuildFailedException(contextUnwritten(e), e);
    }
  }

  /** Reads until the engine has said everything; gives the error that it ended with, if any. */
  private static @Nullable String converse(Response response, BuildOutput output)
      throws IOException {
    String error = null;
    try (MappingIterator<JsonNode> messages = JSON.readValues(response.getBody())) {
      while (messages.hasNextValue()) {
        JsonNode message = messages.nextValue();
        output.read(message);
        if (message.has("error")) {
          error = message.get("error").asText();
        } else if (response.getStatusCode() >= 400 && message.has("message")) {
          error = message.get("message").asText();
        }
      }
    }
    return error;
  }

  private String outcome(@Nullable String error, BuildOutput output) throws BuildFailedException {
    String imageId = output.imageId();
    if (error == null && imageId != null) {
      return imageId;
    }
    Failure failure =
        error == null
            ? new Failure.Infrastructure(
                "the engine ended the build without an image and without an error",
                "it may have been restarted; its log tells more",
                true)
            : BuildErrors.classify(error, circumstances(output));
    throw new BuildFailedException(failure);
  }

  private BuildErrors.Circumstances circumstances(BuildOutput output) {
    String failed = output.failedStep();
    String step = failed == null ? steps.latest() : failed;
    return new BuildErrors.Circumstances(
        spec, step, steps.lastLine(step), output.imageBeingFetched(), output.executing());
  }

  private static Failure contextUnwritten(Exception cause) {
    return new Failure.Infrastructure(
        "the checkout could not be sent to the engine: " + cause.getMessage(),
        "the builder's own log tells more",
        true);
  }

  /**
   * Tells BuildKit by name, which also ends what it shares with nobody, and the classic builder by
   * leaving. The call gets a thread of its own, so that an engine that hangs cannot hold up whoever
   * cancels.
   */
  private void stop(Exchange exchange, String handle) {
    Thread.ofVirtual().name("cancel-build").start(() -> cancelOnEngine(handle));
    exchange.breakOff();
  }

  private void cancelOnEngine(String handle) {
    Request request =
        Request.builder().method(Request.Method.POST).path("/build/cancel?id=" + handle).build();
    try (Response response = engine.http().execute(request);
        InputStream body = response.getBody()) {
      body.readAllBytes();
    } catch (IOException | RuntimeException _) {
      // Closing the connection ends the build as well; this only makes sure.
    }
  }
}
