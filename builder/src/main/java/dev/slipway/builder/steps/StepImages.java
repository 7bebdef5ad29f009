package dev.slipway.builder.steps;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.Failure.StepFailed;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings the images of steps and services to the engine. Safe for concurrent use. */
final class StepImages {
  private static final Pattern TAGGED = Pattern.compile(".*(?:@sha256:[0-9a-f]+|:[^/:]+)");

  /** Words that leave no doubt; names of images may hold any others. */
  private static final Pattern NOT_THERE =
      Pattern.compile(
          "manifest unknown|does not exist|invalid reference format|no matching manifest",
          Pattern.CASE_INSENSITIVE);

  /** Words of registries that are away, overloaded or cannot be reached. */
  private static final Pattern AWAY =
      Pattern.compile(
          "dial tcp|no such host|connection (?:refused|reset)|timeout|deadline exceeded|unreachable"
              + "|no route to host|server misbehaving|\\bEOF\\b|toomanyrequests|too many requests"
              + "|status(?: code)?:? 5\\d\\d|x509|TLS handshake|request canceled",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DISK_FULL = Pattern.compile("no space left on device");

  private final Containers containers;
  private final RegistryLogins logins;
  private final BuildProgress progress;
  private final Cancellation cancellation;

  StepImages(
      Containers containers,
      RegistryLogins logins,
      BuildProgress progress,
      Cancellation cancellation) {
    this.containers = containers;
    this.logins = logins;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /**
   * Makes sure that the engine has an image; one that it has already is taken as it is.
   *
   * @param step who wants it
   * @throws BuildFailedException with {@link StepFailed} where there is no such image, else {@link
   *     Infrastructure}
   */
  InspectImageResponse provide(String step, String image) throws BuildFailedException {
    cancellation.check();
    Optional<InspectImageResponse> there = find(image);
    if (there.isEmpty()) {
      pull(step, image);
      there = find(image);
    }
    return there.orElseThrow(() ->
        new BuildFailedException(
            new Infrastructure(
                "the engine pulled image " + image + " and does not have it",
                "pull it by hand with `docker pull " + image + "` to see what happens",
                true)));
  }

  private Optional<InspectImageResponse> find(String image) throws BuildFailedException {
    return containers.ask(
        "look for image " + image,
        docker -> {
          try {
            return Optional.of(docker.inspectImageCmd(image).exec());
          } catch (NotFoundException _) {
            return Optional.empty();
          }
        });
  }

  private void pull(String step, String image) throws BuildFailedException {
    progress.line(step, "Pulling image " + image);
    long start = System.nanoTime();
    Pull pull = new Pull();
    try (pull;
        var _ = cancellation.onCancel(pull::close)) {
      // Without a tag the engine would bring all of them.
      String reference = TAGGED.matcher(image).matches() ? image : image + ":latest";
      command(reference).exec(pull).awaitCompletion();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while pulling " + image);
    }
    cancellation.check();
    String error = pull.error();
    if (error != null) {
      throw new BuildFailedException(failure(step, image, error));
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    progress.line(step, "Pulled image " + image + " in " + millis + " ms");
  }

  private PullImageCmd command(String reference) {
    PullImageCmd command = containers.engine().client().pullImageCmd(reference);
    logins
        .at(registry(reference))
        .ifPresent(login ->
            command.withAuthConfig(
                new AuthConfig().withUsername(login.username()).withPassword(login.password())));
    return command;
  }

  /** What comes before the first slash is a host only where it looks like one. */
  static String registry(String reference) {
    int slash = reference.indexOf('/');
    String first = slash < 0 ? "" : reference.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    return host ? first : "docker.io";
  }

  /** Whose fault it is shows in the words only: the status is 500 for most of them. */
  static Failure failure(String step, String image, String error) {
    String message = "image " + image + " could not be pulled: " + error;
    if (DISK_FULL.matcher(error).find()) {
      return new Infrastructure(
          message,
          "free disk space on the engine's machine: `docker system df` shows what takes it",
          false);
    }
    boolean ours = !NOT_THERE.matcher(error).find() && AWAY.matcher(error).find();
    return ours
        ? new Infrastructure(message, "check that the engine's machine reaches that registry", true)
        : new StepFailed(
            step,
            message,
            "check its name and tag; a private one needs a login to its registry, as by"
                + " `slipway registries add`, which builds of forks do not get");
  }

  /** What the engine says while it pulls. Written by docker-java's thread. */
  private static final class Pull extends EngineStream<Pull, PullResponseItem> {
    private volatile @Nullable String error;

    @Override
    public void onNext(PullResponseItem item) {
      if (item.getErrorDetail() != null) {
        error = item.getErrorDetail().getMessage();
      }
    }

    @Override
    public void onError(Throwable cause) {
      error =
          cause instanceof DockerException refused ? Containers.said(refused) : cause.toString();
      close();
    }

    @Nullable String error() {
      return error;
    }
  }
}
