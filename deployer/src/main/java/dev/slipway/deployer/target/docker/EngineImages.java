package dev.slipway.deployer.target.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import dev.slipway.core.deploy.CleanUp.Item;
import dev.slipway.core.deploy.CleanUp.Keep;
import dev.slipway.core.deploy.CleanUp.Kind;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.ImageReference;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The images that an engine has from one registry, by tag and by digest. */
final class EngineImages {
  private final Engine engine;
  private final String prefix;

  EngineImages(Engine engine, String registry) {
    this.engine = engine;
    this.prefix = registry + "/";
  }

  /**
   * Those that no release needs and no container uses.
   *
   * @param going containers that do not count
   */
  List<Item> unneeded(Keep keep, Set<String> going) throws TargetException {
    Set<String> digests =
        keep.images().stream().map(ImageReference::digest).collect(Collectors.toSet());
    Set<String> used = used(container -> !going.contains(container.getId()));
    Instant old = keep.asOf().minus(DockerCleanUp.YOUNG);
    List<Item> items = new ArrayList<>();
    for (Image image : engine.ask("list images", docker -> docker.listImagesCmd().exec())) {
      List<String> own = names(image).filter(name -> name.startsWith(prefix)).toList();
      boolean needed = digests(image).anyMatch(digests::contains);
      if (!own.isEmpty()
          && !needed
          && !used.contains(image.getId())
          && namedAt(image.getId()).isBefore(old)) {
        boolean onlyOurs = own.size() == names(image).count();
        items.add(
            new Item(
                Kind.IMAGE,
                image.getId(),
                own.getFirst(),
                onlyOurs ? Objects.requireNonNullElse(image.getSize(), 0L) : 0,
                "no release that is kept runs it"));
      }
    }
    return items;
  }

  /** Takes its names in the registry away, and with the last name it goes. */
  void remove(String id) throws TargetException {
    if (used(_ -> true).contains(id)) {
      throw new TargetException(
          "image " + id + " is used by a container by now",
          "it is looked at again next time",
          true,
          new IOException("in use"));
    }
    List<String> own =
        engine.ask("list images", docker -> docker.listImagesCmd().exec()).stream()
            .filter(image -> image.getId().equals(id))
            .flatMap(EngineImages::names)
            .filter(name -> name.startsWith(prefix))
            .toList();
    for (String name : own) {
      engine.ask(
          "remove image " + name,
          docker -> {
            try {
              docker.removeImageCmd(name).exec();
            } catch (NotFoundException _) {
              // Its last tag took it along.
              return name;
            }
            return name;
          });
    }
  }

  private Set<String> used(Predicate<Container> counts) throws TargetException {
    return engine
        .ask("list containers", docker -> docker.listContainersCmd().withShowAll(true).exec())
        .stream()
        .filter(counts)
        .map(Container::getImageId)
        .collect(Collectors.toSet());
  }

  /**
   * When it was last tagged here, which is long ago for what was only pulled: an image that was
   * just built belongs to no release yet. When it was created says nothing: images that are made
   * alike bit for bit all say the same.
   */
  private Instant namedAt(String id) throws TargetException {
    JsonNode found =
        engine.request(
            "look at image " + id,
            EngineJson.get("/images/" + id + "/json"),
            response -> {
              try {
                return EngineJson.read(response);
              } catch (NotFoundException _) {
                return MissingNode.getInstance();
              }
            });
    String at = found.path("Metadata").path("LastTagTime").asText();
    return at.isEmpty() ? Instant.EPOCH : Instant.parse(at);
  }

  private static Stream<String> digests(Image image) {
    return stream(image.getRepoDigests()).map(name -> name.substring(name.indexOf('@') + 1));
  }

  /** The engine says {@code <none>:<none>} where it has no name. */
  private static Stream<String> names(Image image) {
    return Stream.concat(stream(image.getRepoTags()), stream(image.getRepoDigests()))
        .filter(name -> !name.startsWith("<none>"));
  }

  private static Stream<String> stream(String @Nullable [] names) {
    return names == null ? Stream.of() : Arrays.stream(names);
  }
}
