package dev.slipway.builder;

import dev.slipway.builder.dockerfile.Dockerfile;
import dev.slipway.builder.dockerfile.DockerfileException;
import dev.slipway.builder.dockerfile.ImageNames;
import dev.slipway.builder.dockerfile.ImageNames.ImageName;
import dev.slipway.builder.dockerfile.Scope;
import dev.slipway.builder.dockerfile.Stage;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.registry.BaseImageMirror;
import dev.slipway.core.registry.BaseImageMirror.Answer;
import dev.slipway.core.registry.BaseImageMirror.Wanted;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Puts the copies that a mirror has in the place of the images that a Dockerfile begins with, by
 * digest, and says so. What is built knows which base it was built on, and what an earlier build
 * made of another one is not taken for it. Safe for concurrent use.
 */
public final class MirroredBases {
  private static final int LARGEST_DOCKERFILE = 1 << 20;
  private static final String USUAL_PLATFORM = "linux/amd64";

  private final BaseImageMirror mirror;
  private final RegistryLogins logins;

  /**
   * Bases of a mirror.
   *
   * @param logins to registries; what strangers build gets none of them, and so no copy for which
   *     one is needed
   */
  public MirroredBases(BaseImageMirror mirror, RegistryLogins logins) {
    this.mirror = mirror;
    this.logins = logins;
  }

  /**
   * The Dockerfile to build; empty where it is the one of the checkout.
   *
   * @throws CancellationException when told to stop while a copy was being made
   */
  Optional<byte[]> dockerfile(
      Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation) {
    try {
      Optional<byte[]> written = checkout.file(path(order.spec()), LARGEST_DOCKERFILE);
      return written.isEmpty()
          ? Optional.empty()
          : rewritten(order, written.get(), progress, cancellation);
    } catch (IOException | DockerfileException _) {
      // Whoever builds it meets the same, and explains it.
      return Optional.empty();
    }
  }

  /** Where a checkout has the Dockerfile. */
  static String path(ImageBuild spec) {
    return spec.context().isEmpty() ? spec.dockerfile() : spec.context() + "/" + spec.dockerfile();
  }

  private Optional<byte[]> rewritten(
      Order order, byte[] written, BuildProgress progress, Cancellation cancellation)
      throws DockerfileException {
    byte[] now = written;
    Map<String, Answer> answers = new HashMap<>();
    for (ImageName name : names(order.spec(), written)) {
      Answer answer = answers.get(name.image());
      if (answer == null) {
        answer = ask(order, name, progress, cancellation);
        answers.put(name.image(), answer);
      }
      String place = name.before() + (name.before().endsWith("=") ? "" : " ") + name.image();
      switch (answer) {
        case Answer.NotMirrored(String because) -> {
          if (!because.isEmpty()) {
            progress.line(BuildRun.PIPELINE, place + " is not taken from a mirror: " + because);
          }
        }
        case Answer.Copy(String reference, String because) -> {
          Optional<byte[]> replaced = ImageNames.replaced(now, name, reference);
          progress.line(
              BuildRun.PIPELINE,
              replaced.isPresent()
                  ? place + " is " + reference + " (" + because + ")"
                  : place
                      + " is not taken from the mirror: write the name without quotes, and in one"
                      + " line");
          now = replaced.orElse(now);
        }
      }
    }
    return Arrays.equals(now, written) ? Optional.empty() : Optional.of(now);
  }

  private static List<ImageName> names(ImageBuild spec, byte[] written) throws DockerfileException {
    Dockerfile file = Dockerfile.parse(written);
    Optional<Stage> target = file.target(spec.target());
    String platform = spec.platforms().isEmpty() ? USUAL_PLATFORM : spec.platforms().getFirst();
    return target.isEmpty()
        ? List.of()
        : ImageNames.upTo(target.get(), file, Scope.global(file, spec.args(), platform));
  }

  private Answer ask(
      Order order, ImageName name, BuildProgress progress, Cancellation cancellation) {
    cancellation.check();
    Answer answer = interruptibly(order, name, progress, cancellation);
    cancellation.check();
    return order.fromFork()
            && answer instanceof Answer.Copy copy
            && logins.at(copy.host()).isPresent()
        ? new Answer.NotMirrored("a fork may not sign in at " + copy.host())
        : answer;
  }

  private Answer interruptibly(
      Order order, ImageName name, BuildProgress progress, Cancellation cancellation) {
    Wanted wanted = new Wanted(name.image(), !order.fromFork());
    try (Cancellation.Registration _ = cancellation.onCancel(Thread.currentThread()::interrupt)) {
      return mirror.find(wanted, line -> progress.line(BuildRun.PIPELINE, line));
    } catch (InterruptedException _) {
      if (!cancellation.canceled()) {
        Thread.currentThread().interrupt();
      }
      throw new CancellationException("told to stop");
    }
  }
}
