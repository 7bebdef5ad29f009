package dev.slipway.builder.image;

import dev.slipway.builder.image.BuildRequest.BuildKitOptions;
import dev.slipway.builder.image.session.BuildSession;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.IOException;
import java.time.InstantSource;
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
  /** See {@link ReadAhead}. */
  private static final String LOST_THREAD =
      "the engine lost the thread of the build, as engines before 23.0 do when a step writes more"
          + " than 1 MiB at once";

  private final Engine engine;
  private final Order order;
  private final ImageBuild spec;
  private final String repository;
  private final RegistryLogins logins;
  private final BuildSteps steps;
  private final Cancellation cancellation;

  /**
   * Prepares a build.
   *
   * @param repository full name, with the registry's host and without a tag
   * @param logins for registries that it fetches from
   */
  DockerfileBuild(
      Engine engine,
      Order order,
      String repository,
      RegistryLogins logins,
      BuildProgress progress,
      Cancellation cancellation) {
    this.engine = engine;
    this.order = order;
    this.spec = order.fromFork() ? Isolation.of(order.spec(), order.build()) : order.spec();
    this.repository = repository;
    this.logins = logins;
    this.steps = new BuildSteps(progress);
    this.cancellation = cancellation;
  }

  /**
   * What came out.
   *
   * @param imageId on the engine
   * @param cacheTag under which later builds are to find the results of its steps; null for none,
   *     as with the classic builder, whose images do not say which steps they are made of
   */
  record Built(String imageId, @Nullable String cacheTag) {}

  /**
   * Builds, and gives the image its names.
   *
   * @throws CancellationException when stopped; nothing of the build runs any more
   */
  Built run(Checkout checkout) throws BuildFailedException {
    steps.start(BuildSteps.CONTEXT);
    try {
      check(checkout);
      Built built = build(checkout);
      steps.finishAll(Status.SUCCEEDED);
      return built;
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
    if (spec.platforms().size() > 1) {
      throw new BuildFailedException(
          new Failure.StepFailed(
              BuildSteps.CONTEXT,
              "an engine builds for one platform at a time, and " + spec.name() + " lists several",
              "leave one in `platforms`, or build it with `engine: jib`"));
    }
    try {
      if (order.fromFork()) {
        Isolation.check(checkout, spec);
      }
    } catch (IOException e) {
      throw new BuildFailedException(contextUnwritten(e), e);
    }
  }

  private Built build(Checkout checkout) throws BuildFailedException {
    EngineChoice choice = EngineChoice.of(engine, spec.engine());
    steps.line(BuildSteps.CONTEXT, choice.reason());
    if (!choice.buildKit()) {
      return new Built(build(checkout, null, new ClassicOutput(steps)), null);
    }
    BuildOutput output = new BuildKitOutput(steps, new EngineClock(InstantSource.system()));
    try (BuildSession session = session()) {
      return new Built(build(checkout, options(session), output), cacheTag());
    }
  }

  /** What a fork builds is found by nobody. */
  private @Nullable String cacheTag() {
    return spec.cache() == ImageBuild.Cache.REGISTRY && !order.fromFork()
        ? order.cache().to()
        : null;
  }

  /** None where we cannot connect; BuildKit says so itself to whoever needs it. */
  private @Nullable BuildSession session() throws BuildFailedException {
    if (!engine.endpoint().reachable()) {
      return null;
    }
    try {
      return BuildSession.open(engine.endpoint(), SessionAnswers.of(order, logins));
    } catch (IOException e) {
      cancellation.check();
      throw new BuildFailedException(EngineErrors.away(engine, e), e);
    }
  }

  private BuildKitOptions options(@Nullable BuildSession session) {
    boolean inRegistry = spec.cache() == ImageBuild.Cache.REGISTRY;
    return new BuildKitOptions(
        session == null ? null : session.id(),
        inRegistry
            ? order.cache().from().stream().map(tag -> repository + ":" + tag).toList()
            : List.of(),
        cacheTag() != null);
  }

  private String build(Checkout checkout, @Nullable BuildKitOptions options, BuildOutput output)
      throws BuildFailedException {
    String handle = UUID.randomUUID().toString();
    List<String> names = order.tags().stream().map(tag -> repository + ":" + tag).toList();
    BuildRequest request = new BuildRequest(spec, names, handle, options);
    String error = null;
    ContextBody context = open(checkout);
    try (context) {
      error = new Conversation(engine, granted(), cancellation).about(request, context, output);
    } catch (IOException | RuntimeException e) {
      cancellation.check();
      Exception unwritten = context.failure();
      throw unwritten != null
          ? new BuildFailedException(contextUnwritten(unwritten), unwritten)
          : new BuildFailedException(EngineErrors.away(engine, e), e);
    }
    cancellation.check();
    return outcome(error, output, checkout);
  }

  /** Who we are is nothing for what strangers build. */
  private RegistryLogins granted() {
    return order.fromFork() ? RegistryLogins.NONE : logins;
  }

  private ContextBody open(Checkout checkout) throws BuildFailedException {
    try {
      return ContextBody.of(checkout, spec);
    } catch (IOException e) {
      throw new BuildFailedException(contextUnwritten(e), e);
    }
  }

  private String outcome(@Nullable String error, BuildOutput output, Checkout checkout)
      throws BuildFailedException {
    String imageId = output.imageId();
    if (error == null && imageId != null) {
      if (output.stuck()) {
        steps.line(steps.latest(), "[the rest of the output is lost: " + LOST_THREAD + "]");
      }
      output.end(null);
      return imageId;
    }
    output.end(blamed(output));
    throw new BuildFailedException(
        error == null ? nothing(output) : explain(error, circumstances(output), checkout));
  }

  private static Failure nothing(BuildOutput output) {
    return output.stuck()
        ? new Failure.Infrastructure(
            LOST_THREAD, "update the engine, or let the steps write less at once", true)
        : new Failure.Infrastructure(
            "the engine ended the build without an image and without an error",
            "it may have been restarted; its log tells more",
            true);
  }

  private Failure explain(String error, BuildErrors.Circumstances at, Checkout checkout)
      throws BuildFailedException {
    return NewerSyntax.explain(error, text(checkout), EngineGreeting.of(engine), at)
        .orElseGet(() -> BuildErrors.classify(error, at));
  }

  private @Nullable String text(Checkout checkout) {
    try {
      return Isolation.dockerfile(checkout, spec).orElse(null);
    } catch (IOException _) {
      // It only serves to explain what is known without it.
      return null;
    }
  }

  private BuildErrors.Circumstances circumstances(BuildOutput output) {
    String step = blamed(output);
    return new BuildErrors.Circumstances(
        spec,
        order.fromFork(),
        step,
        steps.lastLine(step),
        output.imageBeingFetched(),
        output.executing());
  }

  /** The step that the engine names, or else the one that it began last. */
  private String blamed(BuildOutput output) {
    String failed = output.failedStep();
    return failed == null ? steps.latest() : failed;
  }

  private static Failure contextUnwritten(Exception cause) {
    return new Failure.Infrastructure(
        "the checkout could not be sent to the engine: " + cause.getMessage(),
        "the builder's own log tells more",
        true);
  }
}
