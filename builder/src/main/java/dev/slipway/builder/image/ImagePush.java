package dev.slipway.builder.image;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PushImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.registry.Registry;
import dev.slipway.core.registry.RegistryException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One image on its way from the engine to the registry, under all of its tags. */
final class ImagePush {
  private static final String STEP = "push";

  /** Somebody else may move a tag between our naming the image and the push of that name. */
  private static final int MOST_TRIES = 5;

  private static final Pattern NO_SUCH_TAG =
      Pattern.compile("tag does not exist|does not exist locally with the tag");
  private static final Pattern NOT_ALLOWED =
      Pattern.compile(
          "no basic auth|unauthorized|denied|authentication required|insufficient_scope|forbidden",
          Pattern.CASE_INSENSITIVE);

  private final Engine engine;
  private final Registry registry;
  private final @Nullable RegistryCredentials credentials;
  private final String repository;
  private final BuildProgress progress;
  private final Cancellation cancellation;

  /**
   * Prepares a push.
   *
   * @param repository full name, with the registry's host and without a tag
   */
  ImagePush(
      Engine engine,
      Registry registry,
      @Nullable RegistryCredentials credentials,
      String repository,
      BuildProgress progress,
      Cancellation cancellation) {
    this.engine = engine;
    this.registry = registry;
    this.credentials = credentials;
    this.repository = repository;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /**
   * Pushes, and checks that the registry has everything.
   *
   * @param name which entry of the pipeline file the image was made from
   * @param imageId of the image on the engine, which has the tags already
   * @param cacheTag one more, which the image has in the registry only; null for none
   */
  BuiltImage run(String name, String imageId, List<String> tags, @Nullable String cacheTag)
      throws BuildFailedException {
    progress.started(STEP, Kind.PUSH);
    try {
      BuiltImage image = push(name, imageId, tags);
      if (cacheTag != null) {
        pushCache(imageId, cacheTag);
      }
      progress.finished(STEP, Status.SUCCEEDED, null, false);
      return image;
    } catch (BuildFailedException e) {
      progress.line(STEP, e.failure().message());
      progress.finished(STEP, Status.FAILED, null, false);
      throw e;
    } catch (CancellationException e) {
      progress.finished(STEP, Status.CANCELED, null, false);
      throw e;
    }
  }

  /**
   * The first tag takes the layers there, the others cost little. One after the other, and the
   * check last: a CNCF registry on plain files rewrites a manifest's link with every push of it,
   * and answers 500 to whoever reads in that moment.
   */
  private BuiltImage push(String name, String imageId, List<String> tags)
      throws BuildFailedException {
    String digest = pushTag(imageId, tags.getFirst());
    for (String tag : tags.subList(1, tags.size())) {
      pushTag(imageId, tag);
    }
    ImageReference image = new ImageReference(repository, digest);
    verify(image);
    progress.line(STEP, image.toString());
    return describe(name, image, inspect(imageId));
  }

  /**
   * Leaves the image where later builds look for results of steps. The tag is taken off the engine
   * again: BuildKit would look there first, and find what another builder has long replaced.
   */
  private void pushCache(String imageId, String tag) throws BuildFailedException {
    try {
      engine.client().tagImageCmd(imageId, repository, tag).exec();
      pushTag(imageId, tag);
      engine.client().removeImageCmd(repository + ":" + tag).withNoPrune(true).exec();
    } catch (NotFoundException _) {
      // Another build of the same branch was here and has taken it off.
    } catch (DockerException e) {
      throw new BuildFailedException(EngineErrors.of(engine, "tag the image", e), e);
    }
  }

  /**
   * Pushes until the tag in the registry is this image and not one that took its name meanwhile.
   */
  private String pushTag(String imageId, String tag) throws BuildFailedException {
    for (int i = 0; i < MOST_TRIES; i++) {
      String digest = upload(tag);
      if (digest != null && isOf(imageId, digest)) {
        return digest;
      }
      try {
        engine.client().tagImageCmd(imageId, repository, tag).exec();
      } catch (RuntimeException e) {
        throw new BuildFailedException(EngineErrors.of(engine, "tag the image", e), e);
      }
    }
    throw new BuildFailedException(
        new Infrastructure(
            "other builds moved the tag " + repository + ":" + tag + " at each of our pushes",
            "give images of different branches different tags",
            true));
  }

  private boolean isOf(String imageId, String digest) throws BuildFailedException {
    List<String> known = inspect(imageId).getRepoDigests();
    return known != null && known.contains(repository + "@" + digest);
  }

  /** Null when the name was gone before the engine could push it. */
  private @Nullable String upload(String tag) throws BuildFailedException {
    cancellation.check();
    progress.line(STEP, "pushing " + repository + ":" + tag);
    PushOutput output = new PushOutput(STEP, progress);
    try (output;
        var _ = cancellation.onCancel(output::close)) {
      command(tag).exec(output).awaitCompletion();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while pushing");
    } catch (RuntimeException e) {
      cancellation.check();
      throw new BuildFailedException(EngineErrors.of(engine, "push the image", e), e);
    }
    cancellation.check();
    return outcome(tag, output);
  }

  private PushImageCmd command(String tag) {
    PushImageCmd command = engine.client().pushImageCmd(repository).withTag(tag);
    return credentials == null
        ? command
        : command.withAuthConfig(
            new AuthConfig()
                .withUsername(credentials.username())
                .withPassword(credentials.password())
                .withRegistryAddress(host(repository)));
  }

  /** What comes before the path in a name that has one. */
  static String host(String repository) {
    int slash = repository.indexOf('/');
    return slash < 0 ? repository : repository.substring(0, slash);
  }

  private @Nullable String outcome(String tag, PushOutput output) throws BuildFailedException {
    RuntimeException broken = output.broken();
    String error = output.error();
    if (broken instanceof NotFoundException
        || (error != null && NO_SUCH_TAG.matcher(error).find())) {
      return null;
    }
    if (broken != null) {
      throw new BuildFailedException(EngineErrors.of(engine, "push the image", broken), broken);
    }
    String digest = output.digest();
    if (error == null && digest != null) {
      return digest;
    }
    String what = repository + ":" + tag + " could not be pushed: ";
    if (error != null && NOT_ALLOWED.matcher(error).find()) {
      throw new BuildFailedException(
          new Infrastructure(
              what + error, "check the registry's user name and password in the settings", false));
    }
    throw new BuildFailedException(
        new Infrastructure(
            what + (error == null ? "the engine gave no digest" : error),
            "check that the registry runs and that the engine's machine reaches it",
            true));
  }

  private void verify(ImageReference image) throws BuildFailedException {
    try {
      registry.verify(image);
    } catch (RegistryException e) {
      throw new BuildFailedException(
          new Infrastructure(String.valueOf(e.getMessage()), e.hint(), true), e);
    }
  }

  private InspectImageResponse inspect(String imageId) throws BuildFailedException {
    try {
      return engine.client().inspectImageCmd(imageId).exec();
    } catch (RuntimeException e) {
      throw new BuildFailedException(EngineErrors.of(engine, "describe the image", e), e);
    }
  }

  private static BuiltImage describe(
      String name, ImageReference image, InspectImageResponse details) {
    Long size = details.getSize();
    ContainerConfig config = details.getConfig();
    boolean healthcheck =
        config != null
            && config.getHealthcheck() != null
            && config.getHealthcheck().getTest() != null
            && !config.getHealthcheck().getTest().equals(List.of("NONE"));
    return new BuiltImage(name, image, size == null ? 0 : size, ports(config), healthcheck);
  }

  private static List<Integer> ports(@Nullable ContainerConfig config) {
    ExposedPort[] exposed = config == null ? null : config.getExposedPorts();
    return Stream.ofNullable(exposed)
        .flatMap(Arrays::stream)
        .filter(port -> port.getProtocol() == InternetProtocol.TCP)
        .map(ExposedPort::getPort)
        .sorted()
        .toList();
  }
}
