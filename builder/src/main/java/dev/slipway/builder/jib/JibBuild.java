package dev.slipway.builder.jib;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.builder.dockerfile.DockerfileException;
import dev.slipway.builder.jib.ImagePlan.LayerPlan;
import dev.slipway.builder.jib.JibImageBuilder.Target;
import dev.slipway.builder.jib.JibImageBuilder.Tools;
import dev.slipway.builder.jib.Suitability.Buildable;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One image, from its Dockerfile to the registry. Used by one thread. */
final class JibBuild {
  private static final Logger LOG = LoggerFactory.getLogger(JibBuild.class);
  private static final int LARGEST_DOCKERFILE = 1 << 20;
  private static final long LARGEST_IMAGE = 16L << 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Tools tools;
  private final Target target;
  private final Order order;
  private final ImageBuild spec;
  private final OwnSteps steps;
  private final Cancellation cancellation;

  JibBuild(
      Tools tools, Target target, Order order, BuildProgress progress, Cancellation cancellation) {
    this.tools = tools;
    this.target = target;
    this.order = order;
    this.spec = order.spec();
    this.steps = new OwnSteps(progress);
    this.cancellation = cancellation;
  }

  Answer run(Checkout checkout) throws BuildFailedException {
    try {
      String path =
          spec.context().isEmpty() ? spec.dockerfile() : spec.context() + "/" + spec.dockerfile();
      Optional<byte[]> dockerfile = checkout.file(path, LARGEST_DOCKERFILE);
      if (dockerfile.isEmpty()) {
        return new Answer.LeaveToEngine("there is no " + path);
      }
      return switch (Suitability.of(spec, dockerfile.get(), tools.platform())) {
        case Suitability.LeaveToEngine(String because) -> new Answer.LeaveToEngine(because);
        case Buildable file -> new Answer.Built(build(file, dockerfile.get(), checkout));
      };
    } catch (UnsureException e) {
      return new Answer.LeaveToEngine(e.because());
    } catch (DockerfileException e) {
      return new Answer.LeaveToEngine(UnsureException.of(e).because());
    } catch (IOException e) {
      cancellation.check();
      throw steps.failed(failure(e), e);
    } catch (CancellationException e) {
      steps.canceled();
      throw e;
    }
  }

  private BuiltImage build(Buildable file, byte[] dockerfile, Checkout checkout)
      throws UnsureException, DockerfileException, BuildFailedException, IOException {
    ImagePlanner planner = new ImagePlanner(file, tools.bases(), tools.platform());
    List<String> bases = planner.findBases();
    cancellation.check();
    Optional<String> context = checkout.fingerprint(spec.context());
    if (context.isPresent()) {
      String inputs = tag(dockerfile, "tree " + context.get(), bases);
      Optional<BuiltImage> earlier = reuse(inputs);
      if (earlier.isPresent()) {
        return earlier.get();
      }
    }
    try (Spool spool = Spool.in(tools.cache().temporary(), LARGEST_IMAGE)) {
      FileTree tree = ContextTree.read(checkout, spec, spool, cancellation);
      String name = context.map(text -> "tree " + text).orElseGet(() -> archive(spool));
      String inputs = tag(dockerfile, name, bases);
      if (context.isEmpty()) {
        Optional<BuiltImage> earlier = reuse(inputs);
        if (earlier.isPresent()) {
          return earlier.get();
        }
      }
      ImagePlan plan = plan(planner, tree, spool);
      steps.instant(OwnSteps.CONTEXT, (spool.end() >> 10) + " kB read, no engine needed", false);
      return write(planner, plan, spool, inputs);
    }
  }

  /** Reports no step unless it fails for good, so that an engine may still take over. */
  private ImagePlan plan(ImagePlanner planner, FileTree context, Spool spool)
      throws UnsureException, DockerfileException, BuildFailedException, IOException {
    try {
      return planner.plan(context, spool);
    } catch (BuildFailedException e) {
      throw steps.failed(e.failure(), e);
    }
  }

  private static String archive(Spool spool) {
    try {
      return "archive " + Sha256.hex(spool.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String tag(byte[] dockerfile, String context, List<String> bases) {
    return InputDigest.tag(spec, tools.platform(), dockerfile, context, bases);
  }

  /** What the registry has of an earlier build with the same inputs. */
  private Optional<BuiltImage> reuse(String inputs) throws BuildFailedException, IOException {
    Optional<RegistryHttp.Manifest> manifest =
        target.registry().manifest(target.repository(), inputs);
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    ImageRecord found = ImageRecord.read(target, manifest.get(), tools.cache());
    if (!found.complete()) {
      return Optional.empty();
    }
    steps.instant(
        OwnSteps.REUSE,
        "The same files, arguments and base images as in an earlier build: reused "
            + manifest.get().digest(),
        true);
    steps.start(OwnSteps.PUSH, Kind.PUSH);
    byte[] bytes = manifest.get().bytes();
    return Optional.of(publish(bytes, found.config(), found.size(), null));
  }

  private BuiltImage write(ImagePlanner planner, ImagePlan plan, Spool spool, String inputs)
      throws BuildFailedException, IOException {
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    try (workers;
        var _ = cancellation.onCancel(workers::shutdownNow)) {
      RegistryPush push =
          new RegistryPush(
              target.registry(), target.repository(), workers, tools.cache().temporary());
      try {
        return write(planner, plan, spool, inputs, new Work(push, workers));
      } catch (IOException e) {
        workers.shutdownNow();
        cancellation.check();
        throw steps.failed(failure(e), e);
      } catch (BuildFailedException | RuntimeException e) {
        workers.shutdownNow();
        throw e;
      }
    }
  }

  private record Work(RegistryPush push, ExecutorService workers) {}

  private BuiltImage write(
      ImagePlanner planner, ImagePlan plan, Spool spool, String inputs, Work work)
      throws BuildFailedException, IOException {
    plan.base().forEach(work.push()::addBase);
    Map<String, List<LayerPlan>> own = new HashMap<>();
    for (LayerPlan layer :
        new BaseContents(tools.bases(), planner.baseLayers(), spool).fetched(plan.layers())) {
      own.computeIfAbsent(layer.step(), _ -> new ArrayList<>()).add(layer);
    }
    List<String> diffIds = new ArrayList<>(plan.config().diffIds());
    LayerWriter writer = new LayerWriter(spool, tools.cache(), work.workers(), cancellation);
    long size = tools.bases().size(plan.base());
    for (String step : planner.steps()) {
      cancellation.check();
      steps.start(step, Kind.IMAGE);
      boolean cached = own.containsKey(step) || step.contains("] FROM ");
      for (LayerPlan layer : own.getOrDefault(step, List.of())) {
        Layer written = writer.write(layer.entries(), work.push()::has);
        work.push().add(written);
        diffIds.add(written.diffId());
        size += layer.size();
        cached &= written.file() == null;
      }
      steps.finish(cached);
    }
    steps.start(OwnSteps.PUSH, Kind.PUSH);
    byte[] config = JSON.writeValueAsBytes(plan.config().finished(diffIds));
    byte[] manifest = work.push().finish(config);
    ImageRecord.remember(tools.cache(), Sha256.hex(config), size);
    trim();
    return publish(manifest, JSON.readTree(config), size, inputs);
  }

  /** The tags last, one after the other, and then the check: see the sibling's push. */
  private BuiltImage publish(byte[] manifest, JsonNode config, long size, @Nullable String inputs)
      throws BuildFailedException, IOException {
    List<String> tags = new ArrayList<>(order.tags());
    if (inputs != null) {
      tags.add(inputs);
    }
    for (String tag : tags) {
      cancellation.check();
      if (!tag.equals(inputs)) {
        steps.line("pushing " + target.name() + ":" + tag);
      }
      try {
        target.registry().putManifest(target.repository(), tag, manifest);
      } catch (IOException e) {
        cancellation.check();
        throw steps.failed(failure(e), e);
      }
    }
    BuiltImage image =
        ImageRecord.describe(spec.name(), target, Sha256.digest(manifest), config, size);
    try {
      target.verifier().verify(image.image());
    } catch (RegistryException e) {
      throw steps.failed(
          new Failure.Infrastructure(String.valueOf(e.getMessage()), e.hint(), true), e);
    }
    steps.line(image.image().toString());
    steps.finish(false);
    return image;
  }

  private static Failure failure(IOException e) {
    if (e instanceof RegistryHttp.TroubleException trouble) {
      return new Failure.Infrastructure(
          String.valueOf(trouble.getMessage()),
          trouble.refused()
              ? "check the registry's user name and password in the settings"
              : "check that the registry runs and that this machine reaches it",
          !trouble.refused());
    }
    return new Failure.Infrastructure(
        "the image could not be put together: " + e.getMessage(),
        "the builder's own log tells more",
        true);
  }

  private void trim() {
    try {
      tools.cache().trim();
    } catch (IOException e) {
      LOG.warn("The cache of image layers cannot be trimmed: {}", e.getMessage());
    }
  }
}
