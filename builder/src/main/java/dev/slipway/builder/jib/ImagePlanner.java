package dev.slipway.builder.jib;

import dev.slipway.builder.dockerfile.DockerfileException;
import dev.slipway.builder.dockerfile.Instruction;
import dev.slipway.builder.dockerfile.Stage;
import dev.slipway.builder.jib.Suitability.Buildable;
import dev.slipway.core.build.BuildFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out the stages of a Dockerfile, all but writing layers. Used by one thread. */
final class ImagePlanner {
  private static final String SCRATCH = "scratch";

  private final Buildable file;
  private final BaseImages images;
  private final String platform;
  private final Map<Integer, BaseImage> bases = new LinkedHashMap<>();
  private final Map<String, BaseImage> byName = new HashMap<>();
  private final List<String> steps = new ArrayList<>();

  ImagePlanner(Buildable file, BaseImages images, String platform) {
    this.file = file;
    this.images = images;
    this.platform = platform;
  }

  /** Finds the base images of all stages; gives their digests. */
  List<String> findBases() throws UnsureException, DockerfileException {
    for (Stage stage : file.stages()) {
      String name = base(stage);
      if (!name.equals(SCRATCH) && earlier(stage, name).isEmpty()) {
        BaseImage known = byName.get(name);
        BaseImage image = known == null ? images.find(stage.from(), name) : known;
        byName.put(name, image);
        bases.put(stage.number(), image);
      }
    }
    return bases.values().stream().map(BaseImage::digest).toList();
  }

  /** The layers of all base images, by their digests. */
  Map<String, BaseImage.Layer> baseLayers() {
    Map<String, BaseImage.Layer> layers = new HashMap<>();
    for (BaseImage base : bases.values()) {
      base.layers().forEach(layer -> layers.put(layer.digest(), layer));
    }
    return layers;
  }

  /** The names of all steps, in their order; known once the image is planned. */
  List<String> steps() {
    return List.copyOf(steps);
  }

  /** What the wanted stage consists of. */
  ImagePlan plan(FileTree context, Spool spool)
      throws UnsureException, DockerfileException, BuildFailedException, IOException {
    Map<Integer, ImagePlan> done = new HashMap<>();
    for (Stage stage : file.stages()) {
      ImagePlan begin = begin(stage, done);
      StepNames names =
          new StepNames(stage, bases.containsKey(stage.number()), file.stages().size() > 1);
      if (bases.containsKey(stage.number())) {
        steps.add(names.ofBase(base(stage)));
      }
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Instruction.Copy || instruction instanceof Instruction.Workdir) {
          steps.add(names.of(instruction));
        }
      }
      FileCopies copies = new FileCopies(context, spool, from -> source(stage, from, done).tree());
      done.put(
          stage.number(),
          new StagePlanner(file.global().stage(), begin, names, copies, new Accounts(spool))
              .carryOut(stage.instructions()));
    }
    return get(done, file.target());
  }

  private ImagePlan begin(Stage stage, Map<Integer, ImagePlan> done)
      throws DockerfileException, UnsureException {
    String name = base(stage);
    Optional<Stage> earlier = earlier(stage, name);
    if (earlier.isPresent()) {
      return get(done, earlier.get()).next();
    }
    BaseImage image = bases.get(stage.number());
    if (image == null) {
      return ImagePlan.scratch(platform);
    }
    return new ImagePlan(
        images.files(stage.from(), image),
        ImageConfig.basedOn(image.config()),
        image.layers(),
        List.of());
  }

  private ImagePlan source(Stage stage, String from, Map<Integer, ImagePlan> done) {
    return get(done, file.file().stageBefore(stage.number(), from).orElseThrow());
  }

  private static ImagePlan get(Map<Integer, ImagePlan> done, Stage stage) {
    ImagePlan plan = done.get(stage.number());
    if (plan == null) {
      throw new IllegalStateException("stage " + stage.number() + " was not built before");
    }
    return plan;
  }

  /** A base may be named like a stage, but never numbered. */
  private Optional<Stage> earlier(Stage stage, String name) {
    return file.file()
        .stageBefore(stage.number(), name)
        .filter(found -> name.equalsIgnoreCase(found.name()));
  }

  private String base(Stage stage) throws DockerfileException {
    return file.global().expand(stage.from().place(), stage.from().image());
  }
}
